package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.Opener;
import io.usher.access.ScimToken;
import io.usher.access.ScimTokens;
import io.usher.access.TenantTransaction;
import io.usher.audit.Changes;
import io.usher.audit.Entry;
import io.usher.events.Event;
import io.usher.platform.Ids;
import io.usher.platform.Time;
import io.usher.seats.LimitPolicy;
import io.usher.seats.PoolTerms;
import io.usher.seats.SeatPools;
import io.usher.seats.SeatTypes;
import io.usher.seats.Seats;
import io.usher.seats.Settlement;
import io.usher.tenants.Connection;
import io.usher.tenants.ConnectionKind;
import io.usher.tenants.Connections;
import io.usher.tenants.Dialect;
import io.usher.tenants.Provisioning;
import io.usher.tenants.Tenant;
import io.usher.tenants.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the operator does to a tenant: makes it, sets it up, gives it seats, connections and tokens. */
@ApplicationScoped
@TenantTransaction
public class TenantLifecycle {

    private final CurrentCall current;
    private final Opener opener;
    private final Tenants tenants;
    private final Connections connections;
    private final ScimTokens tokens;
    private final SeatPools pools;
    private final Seats seats;
    private final Chronicle chronicle;
    private final Time time;

    TenantLifecycle(
            CurrentCall current,
            Opener opener,
            Tenants tenants,
            Connections connections,
            ScimTokens tokens,
            SeatPools pools,
            Seats seats,
            Chronicle chronicle,
            Time time) {
        this.current = current;
        this.opener = opener;
        this.tenants = tenants;
        this.connections = connections;
        this.tokens = tokens;
        this.pools = pools;
        this.seats = seats;
        this.chronicle = chronicle;
        this.time = time;
    }

    /** @param defaultSeatType what people get who ask for nothing, or null for {@code full} */
    public Tenant create(String name, String displayName, @Nullable String defaultSeatType) {
        String seatType = SeatTypes.checked(defaultSeatType == null ? SeatTypes.FULL : defaultSeatType);
        Tenant tenant = tenants.add(name, displayName, seatType, time.now());
        opener.enter(tenant);
        pools.open(tenant.id());
        ObjectNode changes = Changes.between(JsonNodeFactory.instance.objectNode(), settings(tenant));
        tell("tenant.created", "Tenant", tenant.id().toString(), changes, null);
        return tenant;
    }

    /** Changes what is not null. */
    public Tenant update(
            @Nullable String displayName, @Nullable Provisioning provisioning, @Nullable Boolean suspended) {
        Tenant tenant = tenants.findById(tenant());
        ObjectNode before = settings(tenant);
        if (displayName != null) {
            tenant.rename(displayName);
        }
        if (provisioning != null) {
            tenant.allow(provisioning);
        }
        if (Boolean.TRUE.equals(suspended)) {
            tenant.suspend(time.now());
        } else if (suspended != null) {
            tenant.resume();
        }
        ObjectNode changes = Changes.between(before, settings(tenant));
        if (!changes.isEmpty()) {
            tell("tenant.updated", "Tenant", tenant.id().toString(), changes, null);
        }
        return tenant;
    }

    private static ObjectNode settings(Tenant tenant) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", tenant.name())
                .put("displayName", tenant.displayName())
                .put("provisioning", tenant.provisioning().word())
                .put("defaultSeatType", tenant.defaultSeatType())
                .put("suspended", tenant.suspendedAt() != null);
    }

    /** @param change from the terms as they are */
    public void changePool(String type, UnaryOperator<PoolTerms> change) {
        Seats.Agreed agreed = seats.agree(tenant(), type, change);
        ObjectNode changes = Changes.between(settings(agreed.before()), settings(agreed.after()));
        if (!changes.isEmpty()) {
            tell("seatPool.changed", "SeatPool", type, changes, agreed.settlement());
        }
    }

    /** @param quantity null for unlimited */
    public void resizePool(String type, @Nullable Integer quantity) {
        changePool(type, terms -> terms.withQuantity(quantity));
    }

    private static ObjectNode settings(PoolTerms terms) {
        LimitPolicy policy = terms.onLimit();
        ObjectNode settings = JsonNodeFactory.instance
                .objectNode()
                .put("quantity", terms.quantity())
                .put("onLimit", policy.word());
        if (policy instanceof LimitPolicy.Fallback fallback) {
            settings.put("fallback", fallback.type());
        }
        if (policy instanceof LimitPolicy.Overage overage) {
            settings.putObject("overage")
                    .put("seats", overage.seats())
                    .put("days", overage.days())
                    .put("rejects", overage.thenRejects());
        }
        if (terms.price() != null) {
            settings.putObject("price")
                    .put("amount", terms.price().amount())
                    .put("currency", terms.price().currency());
        }
        return settings;
    }

    public Connection connect(ConnectionKind kind, String name, Dialect dialect) {
        Connection connection = connections.add(tenant(), kind, name, dialect, time.now());
        ObjectNode changes = Changes.between(JsonNodeFactory.instance.objectNode(), settings(connection));
        tell("connection.created", "Connection", connection.id().toString(), changes, null);
        return connection;
    }

    /** Changes what is not null. */
    public Connection updateConnection(UUID id, @Nullable Dialect dialect) {
        Connection connection = connections.lock(tenant(), id);
        ObjectNode before = settings(connection);
        if (dialect != null) {
            connection.speak(dialect);
        }
        ObjectNode changes = Changes.between(before, settings(connection));
        if (!changes.isEmpty()) {
            tell("connection.updated", "Connection", id.toString(), changes, null);
        }
        return connection;
    }

    private static ObjectNode settings(Connection connection) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", connection.kind().word())
                .put("name", connection.name())
                .put("dialect", connection.dialect().word());
    }

    public ScimTokens.Issued issueToken(UUID connection, int expiresInDays) {
        connections.lock(tenant(), connection);
        ScimTokens.Issued issued = tokens.issue(tenant(), connection, expiresInDays);
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        changes.putObject("expiresAt").put("after", issued.kept().expiresAt().toString());
        tell("token.issued", "Token", issued.kept().prefix(), changes, null);
        return issued;
    }

    /** @param token its {@code jti} or the first 8 characters of it */
    public void revokeToken(UUID connection, String token) {
        connections.require(tenant(), connection);
        ScimToken revoked = tokens.revoke(tenant(), connection, token);
        tell("token.revoked", "Token", revoked.prefix(), JsonNodeFactory.instance.objectNode(), null);
    }

    private void tell(
            String action, String targetType, String targetId, ObjectNode changes, @Nullable Settlement settlement) {
        Entry entry = new Entry(Ids.next(), action, targetType, targetId, changes, null, null, null, List.of());
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("id", targetId);
        chronicle.tell(entry, List.of(new Event(action, null, null, null, entry.id(), payload)), settlement);
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
