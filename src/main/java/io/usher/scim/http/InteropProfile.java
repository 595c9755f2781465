package io.usher.scim.http;

import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.platform.Problem;
import io.usher.tenants.Dialect;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether the server keeps to the SCIM interoperability profile (draft-zollner-scim-interop-profile §4) for who asks. */
@ApplicationScoped
class InteropProfile {

    private final CurrentCall current;

    InteropProfile(CurrentCall current) {
        this.current = current;
    }

    /**
     * True for the bearer of a living token of a connection that speaks by the profile, false for everybody else.
     *
     * @throws Problem of kind UNAVAILABLE when there is a token and the database cannot be asked about it
     */
    boolean kept() {
        if (!current.hasCaller()) {
            return false;
        }
        try {
            return dialect() == Dialect.INTEROP_STRICT;
        } catch (Problem dead) {
            if (dead.kind() != Problem.Kind.UNAUTHENTICATED) {
                throw dead;
            }
            return false;
        }
    }

    @TenantTransaction
    Dialect dialect() {
        return current.dialect();
    }
}
