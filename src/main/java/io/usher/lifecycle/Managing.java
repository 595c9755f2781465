package io.usher.lifecycle;

import io.usher.access.CurrentCall;
import io.usher.access.CurrentCall.OpenedConnection;
import io.usher.directory.DirectoryProblems;
import io.usher.tenants.Connection;
import io.usher.tenants.Connections;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who may write a user or a group: everybody reads all of the tenant, but each is managed by at most one connection. */
@ApplicationScoped
class Managing {

    private final CurrentCall current;
    private final Connections connections;

    Managing(CurrentCall current, Connections connections) {
        this.current = current;
        this.connections = connections;
    }

    /** The connection through which the caller writes, or null when he is no connector. */
    @Nullable
    UUID connectionId() {
        OpenedConnection connection = current.connection();
        return connection == null ? null : connection.id();
    }

    /**
     * Lets the caller's connection write what {@code manager} manages; what nobody manages it adopts.
     *
     * @param adopt makes the connection the manager where there is none, and refuses what is protected
     * @return true when it was adopted
     */
    boolean take(@Nullable UUID manager, Predicate<UUID> adopt) {
        UUID own = connectionId();
        if (own == null) {
            return false;
        }
        boolean adopted = adopt.test(own);
        if (manager != null && !manager.equals(own)) {
            throw DirectoryProblems.managedElsewhere(connections
                    .find(current.tenant().id(), manager)
                    .map(Connection::name)
                    .orElse("another"));
        }
        return adopted;
    }

    /** For what an administrator may do only to whom no identity provider manages. */
    void requireUnmanaged(@Nullable UUID manager) {
        if (manager != null) {
            throw DirectoryProblems.managedByProvider(connections
                    .find(current.tenant().id(), manager)
                    .map(Connection::name)
                    .orElse("another"));
        }
    }
}
