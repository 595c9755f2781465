package io.usher.api;

import io.usher.access.TenantTransaction;
import io.usher.directory.ManagedPeople.Candidate;
import io.usher.directory.ManagedPeople.Count;
import io.usher.directory.ManagedPeople.Selection;
import io.usher.lifecycle.HandOver;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Another connection takes over whom one manages, or whom none does. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/hand-overs")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class HandOverResource {

    private final HandOver lifecycle;
    private final ApiJson json;

    HandOverResource(HandOver lifecycle, ApiJson json) {
        this.lifecycle = lifecycle;
        this.json = json;
    }

    /**
     * @param from id of the connection that manages them, or an empty text: who is managed by none
     * @param to id of the connection that is to manage them, or an empty text for none
     * @param group id of a group of which they are members; without it, all
     */
    public record HandOverChange(
            @Nullable String from,
            @Nullable String to,
            @Nullable String group) {}

    /**
     * @param people how many are handed over
     * @param kept how many cannot be
     * @param reasons the first 1,000 of these, and why: {@code protected} or {@code externalIdTaken}
     */
    public record HandOverView(int people, int kept, List<Candidate> reasons) {

        static HandOverView of(Count count) {
            return new HandOverView(count.wanted() - count.kept(), count.kept(), count.first());
        }
    }

    /** Of at most 500 people done when this answers; more follow as the work list is done. */
    @POST
    public HandOverView handOver(byte[] body) {
        return HandOverView.of(lifecycle.handOver(read(body)));
    }

    /** What the same {@link #handOver} would do now. */
    @POST
    @Path("preview")
    public HandOverView preview(byte[] body) {
        return HandOverView.of(lifecycle.preview(read(body)));
    }

    private Selection read(byte[] body) {
        HandOverChange wanted = json.read(body, HandOverChange.class);
        if (wanted.from() == null) {
            throw ApiProblems.missing("from");
        }
        if (wanted.to() == null) {
            throw ApiProblems.missing("to");
        }
        return new Selection(
                connection("from", wanted.from()),
                connection("to", wanted.to()),
                Parameters.uuid("group", wanted.group()));
    }

    private static @Nullable UUID connection(String name, String id) {
        return id.isEmpty() ? null : Parameters.uuid(name, id);
    }
}
