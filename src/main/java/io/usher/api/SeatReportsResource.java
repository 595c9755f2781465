package io.usher.api;

import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.platform.Limits;
import io.usher.platform.Time;
import io.usher.reports.Waitlist;
import io.usher.reports.Waitlist.Place;
import io.usher.reports.Waitlist.Waiting;
import io.usher.seats.SeatHistory;
import io.usher.seats.SeatHistory.Day;
import io.usher.seats.SeatProblems;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the pools fared day by day, and who waits; as JSON, or as a table with {@code format=csv}. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/reports")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class SeatReportsResource {

    private static final int DAYS_DEFAULT = 30;
    /** Neither a type, nor a time, nor an id holds it, and an address takes it as it is. */
    private static final String BETWEEN = "~";

    private final CurrentCall current;
    private final SeatHistory history;
    private final Waitlist waitlist;
    private final Time time;

    SeatReportsResource(CurrentCall current, SeatHistory history, Waitlist waitlist, Time time) {
        this.current = current;
        this.history = history;
        this.waitlist = waitlist;
        this.time = time;
    }

    public record History(List<Day> days) {}

    /** @param next pass as {@code after} for those behind these, or null at the end */
    public record Queue(List<Waiting> waiting, @Nullable String next) {}

    /** Without {@code until} up to today, without {@code from} the thirty days before that. */
    @GET
    @Path("seat-history")
    public Response seatHistory(
            @QueryParam("type") @Nullable String type,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("format") @Nullable String format) {
        LocalDate last = until == null
                ? LocalDate.ofInstant(time.now(), ZoneOffset.UTC).plusDays(1)
                : Parameters.date("until", until);
        LocalDate first = from == null ? last.minusDays(DAYS_DEFAULT) : Parameters.date("from", from);
        Parameters.requireSpan(first, last);
        boolean csv = Csv.wanted(format);
        List<Day> days = history.days(tenant(), Parameters.text("type", type), first, last);
        return Csv.answer(csv, () -> new History(days), () -> csv(days));
    }

    private static String csv(List<Day> days) {
        return Csv.of(
                List.of(
                        "day",
                        "type",
                        "quantity",
                        "usedAtEnd",
                        "usedPeak",
                        "overAtEnd",
                        "waitingAtEnd",
                        "waitingPeak",
                        "taken",
                        "freed"),
                days.stream()
                        .map(day -> Arrays.asList(
                                day.day(),
                                day.type(),
                                day.quantity(),
                                day.usedAtEnd(),
                                day.usedPeak(),
                                day.overAtEnd(),
                                day.waitingAtEnd(),
                                day.waitingPeak(),
                                day.taken(),
                                day.freed()))
                        .toList());
    }

    @GET
    @Path("waitlist")
    public Response waitlist(
            @QueryParam("type") @Nullable String type,
            @QueryParam("after") @Nullable String after,
            @QueryParam("format") @Nullable String format) {
        if (type != null && !current.tenant().seatSettings().sells(type)) {
            throw SeatProblems.noPool();
        }
        boolean csv = Csv.wanted(format);
        List<Waiting> page = waitlist.page(tenant(), type, place(after), Limits.REPORT_PAGE);
        String next = page.size() < Limits.REPORT_PAGE ? null : text(page.get(Limits.REPORT_PAGE - 1));
        return Csv.answer(csv, () -> new Queue(page, next), () -> waiting(page));
    }

    private static @Nullable Place place(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.split(BETWEEN, -1);
        boolean whole = parts.length == 4;
        Integer priority = whole ? Parameters.positive("after", parts[1]) : null;
        Instant since = whole ? Parameters.instant("after", parts[2]) : null;
        UUID user = whole ? Parameters.uuid("after", parts[3]) : null;
        if (priority == null || since == null || user == null) {
            throw ApiProblems.badParameter("after", "the next of a page");
        }
        return new Place(String.valueOf(Parameters.text("after", parts[0])), priority, since, user);
    }

    private static String text(Waiting last) {
        return last.type() + BETWEEN + last.priority() + BETWEEN + last.since() + BETWEEN + last.user();
    }

    private static String waiting(List<Waiting> page) {
        return Csv.of(
                List.of("position", "type", "user", "userName", "priority", "since", "holds", "source", "group"),
                page.stream()
                        .map(row -> Arrays.asList(
                                row.position(),
                                row.type(),
                                row.user(),
                                row.userName(),
                                row.priority(),
                                row.since(),
                                row.holds(),
                                row.source(),
                                row.group()))
                        .toList());
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
