package io.usher.api;

import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.platform.Limits;
import io.usher.reports.GroupReports;
import io.usher.reports.GroupReports.Conflict;
import io.usher.reports.GroupReports.Mixed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an administrator should look into; as JSON, or as a table with {@code format=csv}. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/reports")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class ReportsResource {

    private final CurrentCall current;
    private final GroupReports reports;

    ReportsResource(CurrentCall current, GroupReports reports) {
        this.current = current;
        this.reports = reports;
    }

    /** @param next pass as {@code after} for those behind these, or null at the end */
    public record Conflicts(
            List<Conflict> conflicts, @Nullable UUID next) {}

    /** Groups whose members hold seats of several types, or of one that the group does not allow. */
    @GET
    @Path("mixed-groups")
    public Response mixedGroups(
            @QueryParam("after") @Nullable String after, @QueryParam("format") @Nullable String format) {
        boolean csv = Csv.wanted(format);
        Mixed mixed = reports.mixed(current.tenant().id(), Parameters.uuid("after", after), Limits.REPORT_PAGE);
        return Csv.answer(
                csv,
                () -> mixed,
                () -> Csv.of(
                        List.of("group", "displayName", "seatType", "members", "effective"),
                        mixed.shares().stream()
                                .map(share -> List.of(
                                        share.group(),
                                        share.displayName(),
                                        share.seatType(),
                                        share.members(),
                                        share.effective()))
                                .toList()));
    }

    /** People for whom rules of groups say different things, or one for admins that does not hold. */
    @GET
    @Path("rule-conflicts")
    public Response ruleConflicts(
            @QueryParam("after") @Nullable String after, @QueryParam("format") @Nullable String format) {
        boolean csv = Csv.wanted(format);
        List<Conflict> conflicts =
                reports.conflicts(current.tenant().id(), Parameters.uuid("after", after), Limits.REPORT_PAGE);
        UUID next = conflicts.size() < Limits.REPORT_PAGE
                ? null
                : conflicts.get(Limits.REPORT_PAGE - 1).user();
        return Csv.answer(csv, () -> new Conflicts(conflicts, next), () -> csv(conflicts));
    }

    private static String csv(List<Conflict> conflicts) {
        return Csv.of(
                List.of("user", "userName", "seatType", "source", "appRole", "rules"),
                conflicts.stream()
                        .map(row -> Arrays.asList(
                                row.user(),
                                row.userName(),
                                row.seatType(),
                                row.source(),
                                row.appRole(),
                                row.rules().stream()
                                        .map(rule -> rule.group() + " " + rule.gives())
                                        .collect(Collectors.joining("; "))))
                        .toList());
    }
}
