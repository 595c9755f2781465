package io.usher.api;

import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.DormantMemberships;
import io.usher.directory.DormantMemberships.Question;
import io.usher.directory.People;
import io.usher.lifecycle.UserAdministration;
import io.usher.platform.Limits;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is back, with memberships that count again only when an administrator says so. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/reactivations")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class ReactivationsResource {

    private final CurrentCall current;
    private final DormantMemberships dormant;
    private final UserAdministration administration;
    private final People people;
    private final ApiJson json;

    ReactivationsResource(
            CurrentCall current,
            DormantMemberships dormant,
            UserAdministration administration,
            People people,
            ApiJson json) {
        this.current = current;
        this.dormant = dormant;
        this.administration = administration;
        this.people = people;
        this.json = json;
    }

    /** @param nextCursor pass as {@code cursor} for those after these, or null at the end */
    public record Reactivations(
            List<Question> reactivations, @Nullable UUID nextCursor) {}

    /** @param restore ids of the groups in which he counts again, all others stay dormant; an empty list for none */
    public record Answer(@Nullable List<String> restore) {}

    /** By id of the person. */
    @GET
    public Reactivations list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        Integer wanted = Parameters.positive("limit", limit);
        int max = Math.min(wanted == null ? Limits.RETURNS_PAGE_DEFAULT : wanted, Limits.RETURNS_PAGE);
        List<Question> found = dormant.questions(current.tenant().id(), Parameters.uuid("cursor", cursor), max + 1);
        List<Question> page = found.subList(0, Math.min(found.size(), max));
        return new Reactivations(page, found.size() > max ? page.get(max - 1).user() : null);
    }

    /** Everything that is asked about him is answered at once. */
    @POST
    @Path("{id}")
    public UserView answer(@PathParam("id") String id, byte[] body) {
        List<String> restore = json.read(body, Answer.class).restore();
        if (restore == null) {
            throw ApiProblems.missing("restore");
        }
        UUID user = Parameters.uuid(id).orElseThrow(DirectoryProblems::noSuchUser);
        Set<UUID> groups = new HashSet<>();
        for (String group : restore) {
            groups.add(Parameters.uuid(String.valueOf(group))
                    .orElseThrow(() -> ApiProblems.badParameter("restore", "ids of groups")));
        }
        administration.answer(user, groups);
        return UserView.of(people.find(current.tenant().id(), user), current.tenant());
    }
}
