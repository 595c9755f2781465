package io.usher.gate;

import io.usher.directory.DirectoryState;
import io.usher.tenants.Provisioning;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The decision "may this person sign in now": a pure function of what is true of the tenant and of the person. */
public final class Gate {

    private static final String SECURITY = "security";
    private static final String ADMIN = "admin";

    private Gate() {}

    /**
     * What is true of a person.
     *
     * @param holds any of admin, security, legal; a legal hold keeps data, not people out
     * @param seatHeld he holds a seat, of whatever type
     * @param waiting he waits for one
     */
    public record Person(DirectoryState directory, Set<String> holds, boolean seatHeld, boolean waiting) {}

    /** @param person null when nobody of this id was ever in the tenant */
    public static Reason decide(boolean tenantSuspended, Provisioning provisioning, @Nullable Person person) {
        if (tenantSuspended) {
            return Reason.TENANT_SUSPENDED;
        }
        if (person == null) {
            return Reason.UNKNOWN_USER;
        }
        if (person.directory == DirectoryState.DELETED) {
            return Reason.DELETED;
        }
        if (person.holds.contains(SECURITY)) {
            return Reason.SECURITY_HOLD;
        }
        if (person.holds.contains(ADMIN)) {
            return Reason.ADMIN_HOLD;
        }
        if (person.directory == DirectoryState.INACTIVE) {
            return Reason.DIRECTORY_INACTIVE;
        }
        if (provisioning == Provisioning.REQUIRES_SSO) {
            return Reason.SSO_NOT_CONFIGURED;
        }
        if (person.seatHeld) {
            return Reason.OK;
        }
        return person.waiting ? Reason.SEAT_WAITLISTED : Reason.NO_SEAT;
    }
}
