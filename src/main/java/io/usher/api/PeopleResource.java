package io.usher.api;

import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.Hold;
import io.usher.directory.Origin;
import io.usher.directory.People;
import io.usher.directory.Person;
import io.usher.directory.UserContent;
import io.usher.lifecycle.UserAdministration;
import io.usher.lifecycle.UserLifecycle;
import io.usher.platform.Ids;
import io.usher.platform.Limits;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The administrators' door: who there is, with which seat and why, and what an identity provider does not do. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/users")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class PeopleResource {

    private static final List<String> STATUSES = List.of("assigned", "grace", "waitlisted", "fallback", "none");

    private final CurrentCall current;
    private final UserLifecycle lifecycle;
    private final UserAdministration administration;
    private final People people;
    private final ApiJson json;

    PeopleResource(
            CurrentCall current,
            UserLifecycle lifecycle,
            UserAdministration administration,
            People people,
            ApiJson json) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.administration = administration;
        this.people = people;
        this.json = json;
    }

    /** @param nextCursor pass as {@code cursor} for those after these, or null at the end */
    public record Users(List<UserView> users, @Nullable String nextCursor) {}

    /** @param seatType that he asks for; without it, what the tenant's rules give */
    public record NewUser(
            @Nullable String userName,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable String seatType) {}

    /**
     * What is null stays as it is.
     *
     * @param active only of somebody whom no connection manages
     * @param connection that manages him from now on, or an empty text for none
     * @param waitlistPriority from 1 to 1,000: whoever has the lowest comes first in every queue; 100 is everybody's
     */
    public record UserChange(
            @Nullable Boolean active,
            @Nullable String connection,
            @Nullable Integer waitlistPriority) {}

    public record HoldChange(@Nullable String reason) {}

    /** @param inactive true: those who are deactivated too */
    @GET
    public Users list(
            @QueryParam("seatType") @Nullable String seatType,
            @QueryParam("seatStatus") @Nullable String seatStatus,
            @QueryParam("group") @Nullable String group,
            @QueryParam("userName") @Nullable String userName,
            @QueryParam("inactive") @Nullable String inactive,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        if (seatStatus != null && !STATUSES.contains(seatStatus)) {
            throw ApiProblems.badParameter("seatStatus", "one of " + String.join(", ", STATUSES));
        }
        if (inactive != null && !inactive.equals("true") && !inactive.equals("false")) {
            throw ApiProblems.badParameter("inactive", "true or false");
        }
        Integer wanted = Parameters.positive("limit", limit);
        int max = Math.min(wanted == null ? Limits.USERS_PAGE_DEFAULT : wanted, Limits.USERS_PAGE);
        List<Person> found = people.page(
                current.tenant().id(),
                new People.Wanted(
                        Parameters.text("seatType", seatType),
                        seatStatus,
                        Parameters.uuid("group", group),
                        Parameters.text("userName", userName),
                        "true".equals(inactive),
                        Parameters.text("cursor", cursor)),
                max + 1);
        List<Person> page = found.subList(0, Math.min(found.size(), max));
        return new Users(
                page.stream().map(this::view).toList(),
                found.size() > max ? page.get(max - 1).userName() : null);
    }

    @GET
    @Path("{id}")
    public UserView get(@PathParam("id") String id) {
        return view(people.find(current.tenant().id(), user(id)));
    }

    @POST
    public Response add(byte[] body) {
        NewUser wanted = json.read(body, NewUser.class);
        if (wanted.userName() == null) {
            throw ApiProblems.missing("userName");
        }
        UUID id = Ids.next();
        lifecycle.create(
                id,
                Origin.API,
                UserContent.plain(wanted.userName(), wanted.displayName(), wanted.email(), wanted.seatType()));
        return Response.created(URI.create(OperatorAuthentication.PATH + "/tenants/"
                        + current.tenant().name() + "/users/" + id))
                .entity(get(id.toString()))
                .build();
    }

    @PATCH
    @Path("{id}")
    public UserView change(@PathParam("id") String id, byte[] body) {
        UserChange wanted = json.read(body, UserChange.class);
        if (wanted.connection() != null) {
            administration.handOver(user(id), connection(wanted.connection()));
        }
        if (wanted.waitlistPriority() != null) {
            administration.prioritise(user(id), priority(wanted.waitlistPriority()));
        }
        if (wanted.active() != null) {
            lifecycle.activate(user(id), wanted.active());
        }
        return get(id);
    }

    private static int priority(int wanted) {
        if (wanted < 1 || wanted > Limits.WAITLIST_PRIORITY) {
            throw ApiProblems.badParameter(
                    "waitlistPriority", "a whole number between 1 and " + Limits.WAITLIST_PRIORITY);
        }
        return wanted;
    }

    private static @Nullable UUID connection(String id) {
        return id.isEmpty() ? null : Parameters.uuid("connection", id);
    }

    /** One that is there already stays, with the reason of its first record. */
    @PUT
    @Path("{id}/holds/{hold}")
    public UserView hold(@PathParam("id") String id, @PathParam("hold") String hold, byte[] body) {
        String reason = json.read(body, HoldChange.class).reason();
        if (reason == null || reason.isBlank() || reason.length() > Limits.REASON || reason.indexOf('\0') >= 0) {
            throw DirectoryProblems.badReason(Limits.REASON);
        }
        administration.hold(user(id), hold(hold), reason);
        return get(id);
    }

    /** Of a deleted person too, whose hold the next one of his names would inherit. */
    @DELETE
    @Path("{id}/holds/{hold}")
    public UserView release(@PathParam("id") String id, @PathParam("hold") String hold) {
        administration.release(user(id), hold(hold));
        return view(people.findEver(current.tenant().id(), user(id)).orElseThrow(DirectoryProblems::noSuchUser));
    }

    private static Hold hold(String word) {
        return Hold.of(word).orElseThrow(DirectoryProblems::unknownHold);
    }

    private static UUID user(String id) {
        return Parameters.uuid(id).orElseThrow(DirectoryProblems::noSuchUser);
    }

    private UserView view(Person person) {
        return UserView.of(person, current.tenant());
    }
}
