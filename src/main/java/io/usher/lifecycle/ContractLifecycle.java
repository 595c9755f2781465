package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.Opener;
import io.usher.access.TenantTransaction;
import io.usher.audit.Changes;
import io.usher.audit.Entry;
import io.usher.events.Event;
import io.usher.platform.Ids;
import io.usher.platform.Time;
import io.usher.seats.LimitPolicy;
import io.usher.seats.PoolTerms;
import io.usher.seats.SeatPools;
import io.usher.seats.SeatProblems;
import io.usher.seats.Seats;
import io.usher.tenants.SeatSettings;
import io.usher.tenants.Tenant;
import io.usher.tenants.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a tenant buys: seats of which types, how many, until when, and on what terms. */
@ApplicationScoped
@TenantTransaction
public class ContractLifecycle {

    private final CurrentCall current;
    private final Opener opener;
    private final Tenants tenants;
    private final SeatPools pools;
    private final Seats seats;
    private final WorkList work;
    private final Chronicle chronicle;
    private final Time time;

    ContractLifecycle(
            CurrentCall current,
            Opener opener,
            Tenants tenants,
            SeatPools pools,
            Seats seats,
            WorkList work,
            Chronicle chronicle,
            Time time) {
        this.current = current;
        this.opener = opener;
        this.tenants = tenants;
        this.pools = pools;
        this.seats = seats;
        this.work = work;
        this.chronicle = chronicle;
        this.time = time;
    }

    /**
     * Changes a contract, or makes one for a type that was not sold before.
     *
     * @param capabilities of the type, or null: as they are
     * @param change from the terms as they are
     * @throws io.usher.platform.Problem when the type is not sold and no capabilities are given
     */
    public void change(String type, @Nullable List<String> capabilities, UnaryOperator<PoolTerms> change) {
        Tenant tenant = tenants.lock(tenant());
        SeatSettings sold = tenant.seatSettings();
        ObjectNode before = JsonNodeFactory.instance.objectNode();
        if (capabilities == null && !sold.sells(type)) {
            throw SeatProblems.notSold(sold.names());
        }
        if (capabilities != null) {
            sell(tenant, type, capabilities);
        }
        Seats.Agreed agreed = seats.agree(tenant(), type, change);
        if (sold.sells(type)) {
            before = settings(agreed.before(), sold.capabilities(type));
        }
        ObjectNode after = settings(agreed.after(), tenant.seatSettings().capabilities(type));
        ObjectNode changes = Changes.between(before, after);
        if (!changes.isEmpty()) {
            tell(type, changes, agreed);
        }
    }

    private void sell(Tenant tenant, String type, List<String> capabilities) {
        SeatSettings sold = tenant.seatSettings();
        SeatSettings selling = sold.selling(type, capabilities);
        if (!selling.equals(sold)) {
            tenant.sell(selling);
            tenants.flush();
            opener.enter(tenant);
        }
        if (!sold.sells(type)) {
            pools.open(tenant.id(), type, sold.types().size());
        }
    }

    private void tell(String type, ObjectNode changes, Seats.Agreed agreed) {
        UUID record = Ids.next();
        Instant from = agreed.after().validity().from();
        if (from != null && from.isAfter(time.now())) {
            work.add(tenant(), WorkList.Kind.POOL, type, from, 0, record);
        }
        Entry entry = new Entry(record, "seatPool.changed", "SeatPool", type, changes, null, null, null, List.of());
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("id", type);
        Event event = new Event("seatPool.changed", null, null, null, record, payload);
        chronicle.tell(entry, List.of(event), agreed.settlement());
    }

    /** @param quantity null for unlimited */
    public void resize(String type, @Nullable Integer quantity) {
        change(type, null, terms -> terms.withQuantity(quantity));
    }

    private static ObjectNode settings(PoolTerms terms, List<String> capabilities) {
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
        put(settings, "validFrom", terms.validity().from());
        put(settings, "validUntil", terms.validity().until());
        capabilities.forEach(settings.putArray("capabilities")::add);
        return settings;
    }

    private static void put(ObjectNode settings, String name, @Nullable Instant moment) {
        if (moment != null) {
            settings.put(name, moment.toString());
        }
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
