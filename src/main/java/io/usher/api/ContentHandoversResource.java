package io.usher.api;

import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.leavers.ContentHandover;
import io.usher.leavers.ContentHandovers;
import io.usher.platform.Limits;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose content is to be handed over, and to whom. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/reports/content-handovers")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class ContentHandoversResource {

    private static final List<String> STATUSES =
            List.of(ContentHandover.OPEN, ContentHandover.CONFIRMED, ContentHandover.CANCELLED);

    private final CurrentCall current;
    private final ContentHandovers handovers;

    ContentHandoversResource(CurrentCall current, ContentHandovers handovers) {
        this.current = current;
        this.handovers = handovers;
    }

    /** @param next pass as {@code after} for those behind these, or null at the end */
    public record Handovers(
            List<HandoverView> handovers, @Nullable UUID next) {}

    /**
     * @param record of his leaving
     * @param successor who got it; of an open one who would get it now, or null for nobody
     * @param foundBy manager, default or application; null without a successor
     * @param confirmedAt null unless it is confirmed
     * @param cancelledAt when he came back; null unless it is cancelled
     * @param by who confirmed it, or let him come back
     */
    public record HandoverView(
            UUID user,
            String userName,
            Instant leftAt,
            UUID record,
            String status,
            @Nullable UUID successor,
            @Nullable String successorUserName,
            @Nullable String foundBy,
            @Nullable Instant confirmedAt,
            @Nullable Instant cancelledAt,
            @Nullable String by) {

        static HandoverView of(ContentHandover handover) {
            return new HandoverView(
                    handover.user(),
                    handover.userName(),
                    handover.leftAt(),
                    handover.record(),
                    handover.status(),
                    handover.successor(),
                    handover.successorUserName(),
                    handover.foundBy(),
                    handover.confirmed() ? handover.closedAt() : null,
                    handover.cancelled() ? handover.closedAt() : null,
                    handover.closedBy());
        }
    }

    @GET
    public Response list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("after") @Nullable String after,
            @QueryParam("format") @Nullable String format) {
        String wanted = Objects.requireNonNullElse(status, ContentHandover.OPEN);
        if (!STATUSES.contains(wanted)) {
            throw ApiProblems.badParameter("status", "one of " + String.join(", ", STATUSES));
        }
        boolean csv = Csv.wanted(format);
        UUID tenant = current.tenant().id();
        List<HandoverView> page =
                handovers.page(tenant, wanted, Parameters.uuid("after", after), Limits.REPORT_PAGE).stream()
                        .map(HandoverView::of)
                        .toList();
        UUID next = page.size() < Limits.REPORT_PAGE
                ? null
                : page.get(Limits.REPORT_PAGE - 1).record();
        return Csv.answer(csv, () -> new Handovers(page, next), () -> csv(page));
    }

    private static String csv(List<HandoverView> page) {
        return Csv.of(
                List.of(
                        "user",
                        "userName",
                        "leftAt",
                        "record",
                        "status",
                        "successor",
                        "successorUserName",
                        "foundBy",
                        "confirmedAt",
                        "cancelledAt",
                        "by"),
                page.stream()
                        .map(row -> Arrays.asList(
                                row.user(),
                                row.userName(),
                                row.leftAt(),
                                row.record(),
                                row.status(),
                                row.successor(),
                                row.successorUserName(),
                                row.foundBy(),
                                row.confirmedAt(),
                                row.cancelledAt(),
                                row.by()))
                        .toList());
    }
}
