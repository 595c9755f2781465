package io.usher.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who makes a call, as his credential says; whether the credential is still alive is asked when a transaction opens. */
public sealed interface Caller {

    /** How records name him. */
    String actor();

    /**
     * The bearer of a SCIM token.
     *
     * @param token the token's {@code jti}
     */
    record Connector(UUID tenant, UUID token) implements Caller {
        @Override
        public String actor() {
            return "token:" + token.toString().substring(0, 8);
        }
    }

    /** Usher itself, at work that a change has left for later. */
    record Usher(UUID tenant) implements Caller {
        @Override
        public String actor() {
            return "usher";
        }
    }

    /**
     * The operator of the installation.
     *
     * @param hash SHA-256 of his token
     * @param tenant id or name of the tenant in which he acts, or null for the installation
     */
    @SuppressWarnings("ArrayRecordComponent") // a digest on its way to a query, compared nowhere in Java
    record Operator(byte[] hash, @Nullable String tenant) implements Caller {
        @Override
        public String actor() {
            return "operator";
        }
    }
}
