package io.usher.api;

import io.usher.access.TenantTransaction;
import io.usher.lifecycle.TenantLifecycle;
import io.usher.tenants.Provisioning;
import io.usher.tenants.Tenant;
import io.usher.tenants.Tenants;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tenants of the installation. */
@Path(OperatorAuthentication.PATH + "/tenants")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class TenantsResource {

    private final TenantLifecycle lifecycle;
    private final Tenants tenants;
    private final ApiJson json;
    private final io.usher.access.CurrentCall current;

    TenantsResource(TenantLifecycle lifecycle, Tenants tenants, ApiJson json, io.usher.access.CurrentCall current) {
        this.lifecycle = lifecycle;
        this.tenants = tenants;
        this.json = json;
        this.current = current;
    }

    /** @param defaultSeatType what people get who ask for nothing; {@code full} when it is not given */
    public record NewTenant(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String defaultSeatType) {}

    /** What is null stays as it is. */
    public record TenantChange(
            @Nullable String displayName,
            @Nullable String provisioning,
            @Nullable Boolean suspended,
            @Nullable String defaultSeatType,
            @Nullable List<@Nullable String> alertRecipients) {}

    /** @param alertRecipients addresses that hear of alerts by e-mail */
    public record TenantView(
            UUID id,
            String name,
            String displayName,
            String provisioning,
            String defaultSeatType,
            List<String> alertRecipients,
            boolean suspended,
            Instant createdAt) {

        static TenantView of(Tenant tenant) {
            return new TenantView(
                    tenant.id(),
                    tenant.name(),
                    tenant.displayName(),
                    tenant.provisioning().word(),
                    tenant.defaultSeatType(),
                    tenant.alertRecipients(),
                    tenant.suspendedAt() != null,
                    tenant.createdAt());
        }
    }

    @GET
    public List<TenantView> list() {
        return tenants.byName().stream().map(TenantView::of).toList();
    }

    @POST
    public Response create(byte[] body) {
        NewTenant wanted = json.read(body, NewTenant.class);
        if (wanted.name() == null) {
            throw ApiProblems.missing("name");
        }
        String displayName = wanted.displayName() == null ? wanted.name() : wanted.displayName();
        TenantView made = TenantView.of(lifecycle.create(wanted.name(), displayName, wanted.defaultSeatType()));
        return Response.created(URI.create(OperatorAuthentication.PATH + "/tenants/" + made.id()))
                .entity(made)
                .build();
    }

    @GET
    @Path("{tenant}")
    public TenantView get() {
        return TenantView.of(tenants.findById(current.tenant().id()));
    }

    @PATCH
    @Path("{tenant}")
    public TenantView change(byte[] body) {
        TenantChange wanted = json.read(body, TenantChange.class);
        Provisioning provisioning = wanted.provisioning() == null ? null : Provisioning.of(wanted.provisioning());
        return TenantView.of(lifecycle.update(new TenantLifecycle.TenantChange(
                wanted.displayName(),
                provisioning,
                wanted.suspended(),
                wanted.defaultSeatType(),
                wanted.alertRecipients())));
    }
}
