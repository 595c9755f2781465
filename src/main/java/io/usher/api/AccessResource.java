package io.usher.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.usher.access.CurrentCall;
import io.usher.access.CurrentCall.OpenedTenant;
import io.usher.access.TenantTransaction;
import io.usher.directory.People;
import io.usher.directory.Person;
import io.usher.gate.Gate;
import io.usher.gate.Reason;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** May this person sign in now? Asks the gate and changes nothing. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/users/{id}/access")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class AccessResource {

    private final CurrentCall current;
    private final People people;
    private final MeterRegistry meters;

    AccessResource(CurrentCall current, People people, MeterRegistry meters) {
        this.current = current;
        this.people = people;
        this.meters = meters;
    }

    /**
     * @param seatType of the seat he holds, or null
     * @param capabilities of that seat
     * @param appRole admin or user; null without a seat
     * @param since since when the answer is what it is, or null when there is nobody
     */
    public record AccessView(
            boolean allowed,
            String reason,
            @Nullable String seatType,
            List<String> capabilities,
            @Nullable String appRole,
            @Nullable Instant since) {}

    @GET
    public AccessView ask(@PathParam("id") String id) {
        OpenedTenant tenant = current.tenant();
        Optional<UUID> asked = Parameters.uuid(id);
        Optional<Person> person = asked.flatMap(user -> people.findEver(tenant.id(), user));
        Reason reason = Gate.decide(
                tenant.suspendedAt() != null,
                tenant.provisioning(),
                person.map(found -> new Gate.Person(
                                found.directory(), found.holds(), found.seatType() != null, found.waiting()))
                        .orElse(null));
        meters.counter("usher.gate.answers", "reason", reason.code()).increment();
        String seatType = person.map(Person::seatType).orElse(null);
        return new AccessView(
                reason.allows(),
                reason.code(),
                seatType,
                tenant.seatSettings().capabilities(seatType),
                seatType == null ? null : person.map(Person::appRole).orElse(null),
                person.map(Person::signInSince).orElse(null));
    }
}
