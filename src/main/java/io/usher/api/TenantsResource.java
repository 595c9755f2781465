package io.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.lifecycle.SeatPreviews;
import io.usher.lifecycle.TenantLifecycle;
import io.usher.tenants.Provisioning;
import io.usher.tenants.Reactivation;
import io.usher.tenants.Tenant;
import io.usher.tenants.Tenants;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
    private final CurrentCall current;
    private final SeatPreviews previews;
    private final Previews answers;

    TenantsResource(
            TenantLifecycle lifecycle,
            Tenants tenants,
            ApiJson json,
            CurrentCall current,
            SeatPreviews previews,
            Previews answers) {
        this.lifecycle = lifecycle;
        this.tenants = tenants;
        this.json = json;
        this.current = current;
        this.previews = previews;
        this.answers = answers;
    }

    /** @param defaultSeatType what people get who ask for nothing; {@code full} when it is not given */
    public record NewTenant(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String defaultSeatType) {}

    /**
     * What is null stays as it is.
     *
     * @param defaultSuccessor id of somebody, or a null that is given: nobody
     */
    public record TenantChange(
            @Nullable String displayName,
            @Nullable String provisioning,
            @Nullable Boolean suspended,
            @Nullable String defaultSeatType,
            @Nullable ReactivationView reactivation,
            @Nullable List<@Nullable String> alertRecipients,
            @Nullable JsonNode defaultSuccessor) {}

    /**
     * What becomes of the memberships of who is reactivated.
     *
     * @param policy restore, restoreYounger or ask
     * @param days with restoreYounger, and only there
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReactivationView(
            @Nullable String policy, @Nullable Integer days) {}

    /** Of what a tenant's change may say, that which moves seats. */
    public record DefaultChange(@Nullable String defaultSeatType) {}

    /** @param alertRecipients addresses that hear of alerts by e-mail */
    public record TenantView(
            UUID id,
            String name,
            String displayName,
            String provisioning,
            String defaultSeatType,
            List<String> alertRecipients,
            boolean suspended,
            ReactivationView reactivation,
            @Nullable UUID defaultSuccessor,
            Instant createdAt) {

        static TenantView of(Tenant tenant) {
            Reactivation reactivation = tenant.reactivation();
            return new TenantView(
                    tenant.id(),
                    tenant.name(),
                    tenant.displayName(),
                    tenant.provisioning().word(),
                    tenant.defaultSeatType(),
                    tenant.alertRecipients(),
                    tenant.suspendedAt() != null,
                    new ReactivationView(reactivation.policy(), reactivation.days()),
                    tenant.defaultSuccessor(),
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

    /** What another default would do to seats. */
    @POST
    @Path("{tenant}/preview")
    @TenantTransaction(ofOneMoment = true)
    public Response preview(@QueryParam("format") @Nullable String format, byte[] body) {
        String seatType = json.read(body, DefaultChange.class).defaultSeatType();
        if (seatType == null) {
            throw ApiProblems.missing("defaultSeatType");
        }
        return answers.answer(previews.ofDefault(seatType), format);
    }

    @PATCH
    @Path("{tenant}")
    public TenantView change(byte[] body) {
        TenantChange wanted = json.read(body, TenantChange.class);
        Provisioning provisioning = wanted.provisioning() == null ? null : Provisioning.of(wanted.provisioning());
        ReactivationView reactivation = wanted.reactivation();
        return TenantView.of(lifecycle.update(new TenantLifecycle.TenantChange(
                wanted.displayName(),
                provisioning,
                wanted.suspended(),
                wanted.defaultSeatType(),
                reactivation == null ? null : Reactivation.of(reactivation.policy(), reactivation.days()),
                wanted.alertRecipients(),
                successor(wanted.defaultSuccessor()))));
    }

    private static TenantLifecycle.@Nullable NewSuccessor successor(@Nullable JsonNode wanted) {
        if (wanted == null) {
            return null;
        }
        if (!wanted.isNull() && !wanted.isTextual()) {
            throw ApiProblems.badParameter("defaultSuccessor", "null, or the id of somebody");
        }
        return new TenantLifecycle.NewSuccessor(Parameters.uuid("defaultSuccessor", wanted.textValue()));
    }
}
