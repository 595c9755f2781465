package io.usher.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.usher.access.CurrentCall.OpenedConnection;
import io.usher.access.CurrentCall.OpenedTenant;
import io.usher.platform.Sql;
import io.usher.platform.Time;
import io.usher.tenants.Dialect;
import io.usher.tenants.Provisioning;
import io.usher.tenants.SeatSettings;
import io.usher.tenants.Tenant;
import io.usher.tenants.TenantProblems;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.hibernate.Session;

/** The one door into a tenant: asks the database whether the caller's token lives, and sets the tenant for its policies. */
@ApplicationScoped
public class Opener {

    /** Columns by name: a function that returns one more does not break a program that runs while the database migrates. */
    private static final String FOR_TOKEN = """
            SELECT tenant_name, provisioning, default_seat_type, suspended_at, seat_settings, seat_settings_version,
                   connection_id, connection_kind, connection_name, connection_dialect
            FROM open_for_token(?, ?)""";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Session session;
    private final CurrentCall current;
    private final TokenUse use;
    private final Time time;

    Opener(Session session, CurrentCall current, TokenUse use, Time time) {
        this.session = session;
        this.current = current;
        this.use = use;
        this.time = time;
    }

    /** Before anything is read: this transaction sees nothing of what others commit from now on. */
    void holdTheMoment() {
        session.doWork(connection -> {
            try (Statement sql = connection.createStatement()) {
                sql.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            }
        });
    }

    void open() {
        Caller caller = current.call().caller();
        if (caller instanceof Caller.Connector connector) {
            session.doWork(connection -> openFor(connector, connection));
            use.note(connector, time.now());
        } else if (caller instanceof Caller.Operator operator) {
            session.doWork(connection -> openFor(operator, connection));
        } else if (caller instanceof Caller.Usher usher) {
            enter(session.find(Tenant.class, usher.tenant()));
        }
    }

    /** Goes on in a tenant that this transaction has just made. */
    public void enter(Tenant made) {
        session.doWork(connection -> {
            try (PreparedStatement sql = connection.prepareStatement("SELECT set_config('app.tenant', ?, true)")) {
                sql.setString(1, made.id().toString());
                sql.execute();
            }
        });
        current.opened(OpenedTenant.of(made), null);
    }

    private void openFor(Caller.Connector caller, Connection connection) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(FOR_TOKEN)) {
            sql.setObject(1, caller.tenant());
            sql.setObject(2, caller.token());
            try (ResultSet row = sql.executeQuery()) {
                if (!row.next()) {
                    throw AccessProblems.badToken();
                }
                current.opened(
                        tenant(caller.tenant(), row),
                        new OpenedConnection(
                                row.getObject("connection_id", UUID.class),
                                row.getString("connection_kind"),
                                row.getString("connection_name"),
                                Dialect.of(row.getString("connection_dialect"))));
            }
        }
    }

    private void openFor(Caller.Operator caller, Connection connection) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("SELECT * FROM open_for_operator(?, ?)")) {
            sql.setBytes(1, caller.hash());
            sql.setString(2, caller.tenant());
            try (ResultSet row = sql.executeQuery()) {
                if (!row.next()) {
                    throw AccessProblems.badToken();
                }
                UUID tenant = row.getObject("tenant_id", UUID.class);
                current.opened(tenant == null ? null : tenant(tenant, row), null);
                if (tenant == null && caller.tenant() != null) {
                    throw TenantProblems.noSuchTenant();
                }
            }
        }
    }

    private static OpenedTenant tenant(UUID id, ResultSet row) throws SQLException {
        return new OpenedTenant(
                id,
                row.getString("tenant_name"),
                Provisioning.of(row.getString("provisioning")),
                row.getString("default_seat_type"),
                Sql.instant(row.getTimestamp("suspended_at")),
                SeatSettings.of(settings(row.getString("seat_settings"))),
                row.getInt("seat_settings_version"));
    }

    private static JsonNode settings(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database holds JSON that is none", e);
        }
    }
}
