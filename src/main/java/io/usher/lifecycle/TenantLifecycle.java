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
import io.usher.directory.Users;
import io.usher.events.Event;
import io.usher.leavers.LeaverProblems;
import io.usher.platform.Ids;
import io.usher.platform.Time;
import io.usher.seats.SeatPools;
import io.usher.seats.SeatProblems;
import io.usher.seats.SeatTypes;
import io.usher.seats.Settlement;
import io.usher.tenants.Connection;
import io.usher.tenants.ConnectionKind;
import io.usher.tenants.Connections;
import io.usher.tenants.Dialect;
import io.usher.tenants.Provisioning;
import io.usher.tenants.Reactivation;
import io.usher.tenants.SeatMapping;
import io.usher.tenants.SeatSettings;
import io.usher.tenants.Tenant;
import io.usher.tenants.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the operator does to a tenant: makes it, sets it up, gives it seats, connections and tokens. */
@ApplicationScoped
@TenantTransaction
public class TenantLifecycle {

    private final CurrentCall current;
    private final Opener opener;
    private final Tenants tenants;
    private final Connections connections;
    private final Users users;
    private final ScimTokens tokens;
    private final SeatPools pools;
    private final SeatReview review;
    private final Chronicle chronicle;
    private final Time time;

    TenantLifecycle(
            CurrentCall current,
            Opener opener,
            Tenants tenants,
            Connections connections,
            Users users,
            ScimTokens tokens,
            SeatPools pools,
            SeatReview review,
            Chronicle chronicle,
            Time time) {
        this.current = current;
        this.opener = opener;
        this.tenants = tenants;
        this.connections = connections;
        this.users = users;
        this.tokens = tokens;
        this.pools = pools;
        this.review = review;
        this.chronicle = chronicle;
        this.time = time;
    }

    /** @param defaultSeatType what people get who ask for nothing, or null for {@code full} */
    public Tenant create(String name, String displayName, @Nullable String defaultSeatType) {
        String seatType = defaultSeatType == null ? SeatTypes.FULL : defaultSeatType;
        Tenant tenant = tenants.add(name, displayName, seatType, time.now());
        requireSold(tenant.seatSettings(), seatType);
        opener.enter(tenant);
        pools.open(tenant.id(), tenant.seatSettings().names());
        ObjectNode changes = Changes.between(JsonNodeFactory.instance.objectNode(), settings(tenant));
        tell("tenant.created", "Tenant", tenant.id().toString(), changes, null);
        return tenant;
    }

    /** What is null stays as it is. */
    public record TenantChange(
            @Nullable String displayName,
            @Nullable Provisioning provisioning,
            @Nullable Boolean suspended,
            @Nullable String defaultSeatType,
            @Nullable Reactivation reactivation,
            @Nullable List<@Nullable String> alertRecipients,
            @Nullable NewSuccessor defaultSuccessor) {}

    /** Another default successor from now on, or none. */
    public record NewSuccessor(@Nullable UUID person) {}

    public Tenant update(TenantChange wanted) {
        Tenant tenant = tenants.lock(tenant());
        ObjectNode before = settings(tenant);
        int version = tenant.seatSettingsVersion();
        if (wanted.displayName() != null) {
            tenant.rename(wanted.displayName());
        }
        if (wanted.provisioning() != null) {
            tenant.allow(wanted.provisioning());
        }
        if (Boolean.TRUE.equals(wanted.suspended())) {
            tenant.suspend(time.now());
        } else if (wanted.suspended() != null) {
            tenant.resume();
        }
        if (wanted.defaultSeatType() != null) {
            giveByDefault(tenant, wanted.defaultSeatType());
        }
        if (wanted.reactivation() != null) {
            tenant.returnBy(wanted.reactivation());
        }
        if (wanted.alertRecipients() != null) {
            tenant.alert(wanted.alertRecipients());
        }
        if (wanted.defaultSuccessor() != null) {
            succeed(tenant, wanted.defaultSuccessor().person());
        }
        tellSettings(tenant, before, version);
        return tenant;
    }

    private void succeed(Tenant tenant, @Nullable UUID person) {
        if (person != null && !users.knows(tenant.id(), person)) {
            throw LeaverProblems.badSuccessor("defaultSuccessor");
        }
        tenant.succeedBy(person);
    }

    /** Other mappings from now on, and the seats that they give. */
    public Tenant map(List<SeatMapping> mappings) {
        Tenant tenant = tenants.lock(tenant());
        ObjectNode before = settings(tenant);
        int version = tenant.seatSettingsVersion();
        map(tenant, mappings);
        tellSettings(tenant, before, version);
        return tenant;
    }

    static void giveByDefault(Tenant tenant, String seatType) {
        requireSold(tenant.seatSettings(), seatType);
        tenant.giveByDefault(seatType);
    }

    static void map(Tenant tenant, List<SeatMapping> mappings) {
        for (SeatMapping mapping : mappings) {
            if (mapping.seatType() != null) {
                requireSold(tenant.seatSettings(), mapping.seatType());
            }
        }
        if (!mappings.equals(tenant.seatSettings().mappings())) {
            tenant.sell(tenant.seatSettings().reading(mappings));
        }
    }

    private static void requireSold(SeatSettings settings, String type) {
        if (!settings.sells(type)) {
            throw SeatProblems.unknownType(settings.names());
        }
    }

    /** What decides about seats has changed when its version has; then those seats are decided anew. */
    private void tellSettings(Tenant tenant, ObjectNode before, int seatSettingsBefore) {
        ObjectNode changes = Changes.between(before, settings(tenant));
        if (changes.isEmpty()) {
            return;
        }
        UUID record = Ids.next();
        Settlement settlement = null;
        if (tenant.seatSettingsVersion() != seatSettingsBefore) {
            tenants.flush();
            opener.enter(tenant);
            settlement = review.ofEverybody(record);
        }
        tell(record, "tenant.updated", "Tenant", tenant.id().toString(), changes, settlement);
    }

    private static ObjectNode settings(Tenant tenant) {
        ObjectNode settings = JsonNodeFactory.instance
                .objectNode()
                .put("name", tenant.name())
                .put("displayName", tenant.displayName())
                .put("provisioning", tenant.provisioning().word())
                .put("defaultSeatType", tenant.defaultSeatType())
                .put("suspended", tenant.suspendedAt() != null);
        settings.set("seatMappings", tenant.seatSettings().mappingsJson());
        settings.set("reactivation", tenant.reactivation().toJson());
        tenant.alertRecipients().forEach(settings.putArray("alertRecipients")::add);
        if (tenant.defaultSuccessor() != null) {
            settings.put("defaultSuccessor", tenant.defaultSuccessor().toString());
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
        tell(Ids.next(), action, targetType, targetId, changes, settlement);
    }

    private void tell(
            UUID record,
            String action,
            String targetType,
            String targetId,
            ObjectNode changes,
            @Nullable Settlement settlement) {
        Entry entry = new Entry(record, action, targetType, targetId, changes, null, null, null, List.of());
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("id", targetId);
        List<Event> events = List.of(new Event(action, null, null, null, entry.id(), payload));
        chronicle.tellMoving(entry, events, settlement);
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
