package io.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.usher.access.CurrentCall.OpenedTenant;
import io.usher.directory.DirectoryState;
import io.usher.directory.Person;
import io.usher.gate.Gate;
import io.usher.gate.Reason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as administrators see him.
 *
 * @param active what his identity provider, or the administrator in its place, wants
 * @param origin scim or api
 * @param connection that manages him; left out when none does
 * @param protectedAccount provisioning cannot change him
 * @param holds admin, security or legal
 * @param appRole admin or user; left out when he is to have no seat
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserView(
        UUID id,
        String userName,
        @Nullable String displayName,
        boolean active,
        String origin,
        @Nullable UUID connection,
        boolean protectedAccount,
        List<String> holds,
        SeatView seat,
        @Nullable String appRole,
        @Nullable PinView pin,
        SignInView signIn,
        long stateVersion,
        Instant createdAt) {

    /**
     * @param status assigned, grace, waitlisted, fallback or none
     * @param type of the seat that he holds
     * @param source what chose the type that he is to have
     * @param group whose rule chose it, when a rule did
     * @param waitlistPriority in every queue: the lowest number comes first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SeatView(
            String status,
            @Nullable String type,
            List<String> capabilities,
            @Nullable String source,
            @Nullable UUID group,
            @Nullable Instant assignedAt,
            @Nullable Integer waitlistPosition,
            @Nullable Integer waitlistPriority) {}

    /** @param until when it ends; left out when it is for ever */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PinView(
            @Nullable String seatType,
            @Nullable String reason,
            @Nullable Instant until) {}

    public record SignInView(boolean allowed, String reason, Instant since) {}

    static UserView of(Person person, OpenedTenant tenant) {
        Reason reason = Gate.decide(
                tenant.suspendedAt() != null,
                tenant.provisioning(),
                new Gate.Person(person.directory(), person.holds(), person.seatType() != null, person.waiting()));
        return new UserView(
                person.id(),
                person.document().path("userName").asText(),
                person.document().path("displayName").textValue(),
                person.directory() == DirectoryState.ACTIVE,
                person.origin(),
                person.connectionId(),
                person.protectedAccount(),
                person.holds().stream().sorted().toList(),
                new SeatView(
                        person.seatStatus(),
                        person.seatType(),
                        tenant.seatSettings().capabilities(person.seatType()),
                        person.seatSource(),
                        person.ruleGroup(),
                        person.seatAssignedAt(),
                        person.waitlistPosition(),
                        person.priority()),
                person.appRole(),
                person.pinnedType() == null
                        ? null
                        : new PinView(person.pinnedType(), person.pinReason(), person.pinnedUntil()),
                new SignInView(reason.allows(), reason.code(), person.signInSince()),
                person.stateVersion(),
                person.createdAt());
    }
}
