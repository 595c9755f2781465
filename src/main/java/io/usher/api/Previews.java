package io.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.usher.access.CurrentCall;
import io.usher.directory.People;
import io.usher.platform.Limits;
import io.usher.seats.SeatClaim;
import io.usher.seats.SeatPreview;
import io.usher.seats.SeatPreview.PoolDifference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers what a change would do to seats. */
@ApplicationScoped
class Previews {

    private final CurrentCall current;
    private final People people;

    Previews(CurrentCall current, People people) {
        this.current = current;
        this.people = people;
    }

    /**
     * @param moving how many people would have another seat, place in a line or role
     * @param waiting how many of these would wait
     * @param moves the first {@link Limits#PREVIEW_MOVES} of them: those who would wait first
     */
    public record Preview(int moving, int waiting, List<PoolDifference> pools, List<Move> moves) {}

    public record Move(UUID user, @Nullable String userName, SeatState before, SeatState after) {}

    /**
     * @param status assigned, grace, waitlisted, fallback or none
     * @param type that is held
     * @param waitingFor a seat of this type
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SeatState(
            String status,
            @Nullable String type,
            @Nullable String waitingFor,
            @Nullable String appRole) {

        static SeatState of(SeatClaim.State state) {
            return new SeatState(
                    state.status(),
                    state.held(),
                    state.waits() ? state.wanted() : null,
                    state.wanted() == null ? null : state.admin() ? "admin" : "user");
        }
    }

    /** As JSON, or as a table of everybody who moves. */
    Response answer(SeatPreview preview, @Nullable String format) {
        List<SeatClaim> moved = preview.moved();
        boolean csv = Csv.wanted(format);
        List<Move> moves = moves(csv ? moved : moved.subList(0, Math.min(moved.size(), Limits.PREVIEW_MOVES)));
        int waiting = (int) moved.stream().filter(claim -> claim.now().waits()).count();
        return Csv.answer(csv, () -> new Preview(moved.size(), waiting, preview.pools(), moves), () -> table(moves));
    }

    private List<Move> moves(List<SeatClaim> moved) {
        Map<UUID, String> names = people.names(
                current.tenant().id(), moved.stream().map(SeatClaim::user).toList());
        return moved.stream()
                .map(claim -> new Move(
                        claim.user(), names.get(claim.user()), SeatState.of(claim.before()), SeatState.of(claim.now())))
                .toList();
    }

    private static String table(List<Move> moves) {
        return Csv.of(
                List.of(
                        "user",
                        "userName",
                        "statusBefore",
                        "typeBefore",
                        "waitingForBefore",
                        "appRoleBefore",
                        "statusAfter",
                        "typeAfter",
                        "waitingForAfter",
                        "appRoleAfter"),
                moves.stream()
                        .map(move -> Arrays.asList(
                                move.user(),
                                move.userName(),
                                move.before().status(),
                                move.before().type(),
                                move.before().waitingFor(),
                                move.before().appRole(),
                                move.after().status(),
                                move.after().type(),
                                move.after().waitingFor(),
                                move.after().appRole()))
                        .toList());
    }
}
