package io.usher.access;

import io.usher.tenants.Dialect;
import io.usher.tenants.Provisioning;
import io.usher.tenants.SeatSettings;
import io.usher.tenants.Tenant;
import io.usher.tenants.TenantProblems;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** The call of this request, and what the opened transaction knows of the caller's tenant. */
@RequestScoped
public class CurrentCall {

    private @Nullable Call call;
    private @Nullable OpenedTenant tenant;
    private @Nullable OpenedConnection connection;

    /**
     * The tenant in which the transaction was opened.
     *
     * @param seatSettingsVersion of the settings and of the default seat type
     */
    public record OpenedTenant(
            UUID id,
            String name,
            Provisioning provisioning,
            String defaultSeatType,
            @Nullable Instant suspendedAt,
            SeatSettings seatSettings,
            int seatSettingsVersion) {

        public static OpenedTenant of(Tenant tenant) {
            return new OpenedTenant(
                    tenant.id(),
                    tenant.name(),
                    tenant.provisioning(),
                    tenant.defaultSeatType(),
                    tenant.suspendedAt(),
                    tenant.seatSettings(),
                    tenant.seatSettingsVersion());
        }
    }

    /** The connection whose token opened the transaction. */
    public record OpenedConnection(UUID id, String kind, String name, Dialect dialect) {}

    /** From here on every line in the log says which request it is about. */
    public void begin(Call received) {
        call = received;
        MDC.put("requestId", received.requestId());
    }

    void opened(@Nullable OpenedTenant inTenant, @Nullable OpenedConnection throughConnection) {
        if (inTenant != null) {
            MDC.put("tenant", inTenant.name());
        }
        tenant = inTenant;
        connection = throughConnection;
    }

    /** True once a caller is known; before, there is nobody to record. */
    public boolean hasCaller() {
        return call != null;
    }

    public Call call() {
        if (call == null) {
            throw new IllegalStateException("No call has begun");
        }
        return call;
    }

    /**
     * The tenant in which the transaction was opened.
     *
     * @throws io.usher.platform.Problem when the caller named no tenant, or one that does not exist
     */
    public OpenedTenant tenant() {
        if (tenant == null) {
            throw TenantProblems.noSuchTenant();
        }
        return tenant;
    }

    /** False when the operator acts in the installation and in no tenant. */
    public boolean inTenant() {
        return tenant != null;
    }

    /** @throws io.usher.platform.Problem with the next step, when the tenant's settings do not let identity providers in */
    public void requireProvisioning() {
        switch (tenant().provisioning()) {
            case OFF -> throw TenantProblems.provisioningOff();
            case REQUIRES_SSO -> throw TenantProblems.provisioningNeedsSso();
            case ON -> {
                // the ordinary case
            }
        }
    }

    /** The caller's connection, or null when the operator or Usher itself acts. */
    public @Nullable OpenedConnection connection() {
        return connection;
    }

    /** How the caller's connection is to be understood; for calls that a connection's token has opened. */
    public Dialect dialect() {
        if (connection == null) {
            throw new IllegalStateException("No connection has opened this call");
        }
        return connection.dialect();
    }
}
