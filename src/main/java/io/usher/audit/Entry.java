package io.usher.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded of a change; who made it and when, the log knows itself.
 *
 * @param id of the record, made before the change is written, so that the ledger and the outbox can name it
 * @param action such as {@code user.updated}
 * @param targetType User, Group, SeatPool, Tenant, Connection or Token
 * @param targetId id or name, or null when there is none
 * @param changes per attribute before and after, or null
 * @param personKey the sealed key under which {@code changes} are encrypted, or null when they are not personal
 * @param effects on seats, memberships and sign-in
 * @param cause record of the change that this one follows from, or null
 * @param subjects whom it is about
 */
public record Entry(
        UUID id,
        String action,
        String targetType,
        @Nullable String targetId,
        @Nullable ObjectNode changes,
        @Nullable PersonKey personKey,
        @Nullable ObjectNode effects,
        @Nullable UUID cause,
        List<Subject> subjects) {

    /** @param stateVersion orders the records about one person */
    public record Subject(UUID user, long stateVersion) {}

    /** A person's key, sealed by the master key. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record PersonKey(UUID user, byte[] sealed) {}
}
