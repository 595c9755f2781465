package io.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.platform.Limits;
import io.usher.seats.Ledger;
import io.usher.seats.Ledger.Entry;
import io.usher.seats.Ledger.Holder;
import io.usher.seats.SeatCauses;
import io.usher.seats.SeatDays;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ledger of a tenant's seats: who had one when, what moved, and how many days that makes. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/seats")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class LedgerResource {

    private static final Set<String> STATUSES = Set.of("assigned", "grace", "waitlisted");

    private final CurrentCall current;
    private final Ledger ledger;
    private final SeatDays days;
    private final SeatCauses causes;

    LedgerResource(CurrentCall current, Ledger ledger, SeatDays days, SeatCauses causes) {
        this.current = current;
        this.ledger = ledger;
        this.days = days;
        this.causes = causes;
    }

    /** @param next pass as {@code after} for those behind these, or null at the end */
    public record Holders(List<Holder> holders, @Nullable UUID next) {}

    /** @param next pass as {@code after} for the rows behind these, or null at the end */
    public record Entries(List<Entry> entries, @Nullable Long next) {}

    /** @param next pass as {@code after} for the people behind these, or null at the end and when it is by type */
    public record Days(List<DayView> days, @Nullable UUID next) {}

    /**
     * @param user who held the seats, not there when it is by type
     * @param overSeconds how many of the seconds were beyond the quantity
     */
    public record DayView(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UUID user,

            String type,
            LocalDate day,
            long seatSeconds,
            BigDecimal seatDays,
            long overSeconds) {

        static DayView of(SeatDays.Day day) {
            return new DayView(day.user(), day.type(), day.day(), day.seatSeconds(), day.seatDays(), day.overSeconds());
        }
    }

    @GET
    @Path("{type}/holders")
    public Holders holders(
            @PathParam("type") String type,
            @QueryParam("at") @Nullable String at,
            @QueryParam("status") @Nullable String status,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        if (status != null && !STATUSES.contains(status)) {
            throw ApiProblems.badParameter("status", "assigned, grace or waitlisted");
        }
        int most = page(limit);
        Ledger.HolderQuery query = new Ledger.HolderQuery(
                text("type", type), Parameters.instant("at", at), status, Parameters.uuid("after", after), most);
        List<Holder> holders = ledger.holders(tenant(), query);
        return new Holders(
                holders, holders.size() < most ? null : holders.get(most - 1).user());
    }

    @GET
    @Path("ledger")
    public Response entries(
            @QueryParam("user") @Nullable String user,
            @QueryParam("type") @Nullable String type,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("format") @Nullable String format) {
        int most = page(limit);
        Instant first = Parameters.instant("from", from);
        Instant last = Parameters.instant("until", until);
        requireOrder(first, last);
        boolean csv = Csv.wanted(format);
        Ledger.Query query = new Ledger.Query(
                Parameters.uuid("user", user),
                Parameters.text("type", type),
                first,
                last,
                Parameters.place("after", after),
                most);
        List<Entry> entries = ledger.find(tenant(), query);
        Long next = entries.size() < most ? null : entries.get(most - 1).seq();
        return Csv.answer(csv, () -> new Entries(entries, next), () -> csv(entries));
    }

    private static String csv(List<Entry> entries) {
        List<String> header = List.of(
                "seq",
                "at",
                "type",
                "movement",
                "user",
                "quantity",
                "usedAfter",
                "waitingAfter",
                "action",
                "record",
                "actor",
                "request",
                "source",
                "group");
        return Csv.of(
                header,
                entries.stream()
                        .map(row -> Arrays.asList(
                                row.seq(),
                                row.at(),
                                row.type(),
                                row.movement(),
                                row.user(),
                                row.quantity(),
                                row.usedAfter(),
                                row.waitingAfter(),
                                row.cause().action(),
                                row.cause().record(),
                                row.cause().actor(),
                                row.cause().request(),
                                row.cause().source(),
                                row.cause().group()))
                        .toList());
    }

    @GET
    @Path("days")
    public Response days(
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("by") @Nullable String by,
            @QueryParam("after") @Nullable String after,
            @QueryParam("format") @Nullable String format) {
        LocalDate first = Parameters.date("from", from);
        LocalDate last = Parameters.date("until", until);
        Parameters.requireSpan(first, last);
        boolean csv = Csv.wanted(format);
        boolean byUser = switch (Objects.requireNonNullElse(by, "type")) {
            case "type" -> false;
            case "user" -> true;
            default -> throw ApiProblems.badParameter("by", "type or user");
        };
        UUID seen = Parameters.uuid("after", after);
        SeatDays.People page = byUser
                ? days.ofUsers(tenant(), first, last, seen)
                : new SeatDays.People(days.ofTypes(tenant(), first, last), null);
        List<DayView> views = page.days().stream().map(DayView::of).toList();
        return Csv.answer(csv, () -> new Days(views, page.next()), () -> csv(views, byUser));
    }

    private static String csv(List<DayView> views, boolean byUser) {
        List<String> header = List.of("user", "type", "day", "seatSeconds", "seatDays", "overSeconds");
        int first = byUser ? 0 : 1;
        return Csv.of(
                header.subList(first, header.size()),
                views.stream()
                        .map(day -> Arrays.asList(
                                        day.user(),
                                        day.type(),
                                        day.day(),
                                        day.seatSeconds(),
                                        day.seatDays(),
                                        day.overSeconds())
                                .subList(first, header.size()))
                        .toList());
    }

    @GET
    @Path("{type}/causes")
    public Response causes(
            @PathParam("type") String type,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("format") @Nullable String format) {
        Instant first = Parameters.instant("from", from);
        Instant last = Parameters.instant("until", until);
        requireOrder(first, last);
        boolean csv = Csv.wanted(format);
        SeatCauses.Account account = causes.explain(tenant(), text("type", type), first, last);
        return Csv.answer(csv, () -> account, () -> csv(account));
    }

    private static String csv(SeatCauses.Account account) {
        return Csv.of(
                List.of("action", "taken", "freed", "net", "records"),
                account.causes().stream()
                        .map(cause -> List.of(
                                cause.action(),
                                cause.taken(),
                                cause.freed(),
                                cause.net(),
                                cause.records().stream().map(UUID::toString).collect(Collectors.joining(" "))))
                        .toList());
    }

    private UUID tenant() {
        return current.tenant().id();
    }

    private static String text(String name, String value) {
        return Objects.requireNonNull(Parameters.text(name, value));
    }

    private static int page(@Nullable String limit) {
        Integer wanted = Parameters.positive("limit", limit);
        return wanted == null ? Limits.LEDGER_PAGE_DEFAULT : Math.min(wanted, Limits.LEDGER_PAGE);
    }

    private static void requireOrder(@Nullable Instant from, @Nullable Instant until) {
        if (from != null && until != null && from.isAfter(until)) {
            throw ApiProblems.badParameter("until", "a time after from");
        }
    }
}
