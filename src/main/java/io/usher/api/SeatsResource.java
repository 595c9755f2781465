package io.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.lifecycle.ContractLifecycle;
import io.usher.lifecycle.SeatPreviews;
import io.usher.seats.Ledger;
import io.usher.seats.LimitPolicy;
import io.usher.seats.PoolTerms;
import io.usher.seats.Price;
import io.usher.seats.SeatPool;
import io.usher.seats.SeatPools;
import io.usher.seats.Validity;
import io.usher.tenants.SeatSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A tenant's seat pools. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/seats")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class SeatsResource {

    private static final String WAITLIST = "waitlist";
    private static final String REJECT = "reject";

    private final CurrentCall current;
    private final ContractLifecycle lifecycle;
    private final SeatPools pools;
    private final Ledger ledger;
    private final SeatPreviews previews;
    private final Previews answers;
    private final ApiJson json;

    SeatsResource(
            CurrentCall current,
            ContractLifecycle lifecycle,
            SeatPools pools,
            Ledger ledger,
            SeatPreviews previews,
            Previews answers,
            ApiJson json) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.pools = pools;
        this.ledger = ledger;
        this.previews = previews;
        this.answers = answers;
        this.json = json;
    }

    /**
     * What is not given stays as it is.
     *
     * @param quantity a number, or JSON null for unlimited; it must be given
     * @param onLimit waitlist, fallback, overage or reject
     * @param fallback the type of the seat meanwhile, with onLimit fallback
     * @param overage with onLimit overage
     * @param price JSON null for none
     * @param validFrom JSON null for since ever; seats are given from this moment
     * @param validUntil JSON null for for ever; seats are given until this moment, and who holds one keeps it
     * @param capabilities of the type; they must be given for one that was not sold before
     */
    public record PoolChange(
            @Nullable JsonNode quantity,
            @Nullable String onLimit,
            @Nullable String fallback,
            @Nullable OverageView overage,
            @Nullable JsonNode price,
            @Nullable JsonNode validFrom,
            @Nullable JsonNode validUntil,
            @Nullable List<String> capabilities) {}

    /**
     * @param seats how many beyond the quantity
     * @param days how long after the first of them another is given
     * @param then waitlist or reject, after that
     */
    public record OverageView(
            @Nullable Integer seats,
            @Nullable Integer days,
            @Nullable String then) {}

    /**
     * @param quantity null for unlimited
     * @param used those beyond the quantity included
     * @param over how many are beyond it
     */
    public record PoolView(
            String type,
            @Nullable Integer quantity,
            int used,
            int over,
            int waitlisted,
            String onLimit,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String fallback,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            OverageView overage,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Price price,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant validFrom,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant validUntil,

            List<String> capabilities) {

        static PoolView of(SeatPool pool, SeatSettings settings) {
            PoolTerms terms = pool.terms();
            LimitPolicy policy = terms.onLimit();
            return new PoolView(
                    pool.type(),
                    terms.quantity(),
                    pool.used(),
                    pool.over(),
                    pool.waiting(),
                    policy.word(),
                    policy instanceof LimitPolicy.Fallback fallback ? fallback.type() : null,
                    policy instanceof LimitPolicy.Overage overage
                            ? new OverageView(
                                    overage.seats(), overage.days(), overage.thenRejects() ? REJECT : WAITLIST)
                            : null,
                    terms.price(),
                    terms.validity().from(),
                    terms.validity().until(),
                    settings.capabilities(pool.type()));
        }
    }

    /** As they are, or by the ledger as they were at a moment; policy and price are known of now only. */
    @GET
    public List<? extends Record> list(@QueryParam("at") @Nullable String at) {
        Instant moment = Parameters.instant("at", at);
        return moment == null ? now() : ledger.pools(current.tenant().id(), moment);
    }

    private List<PoolView> now() {
        SeatSettings settings = current.tenant().seatSettings();
        return pools.of(current.tenant().id()).stream()
                .map(pool -> PoolView.of(pool, settings))
                .toList();
    }

    /** In force at once: who waited and now fits has his seat when this answers. */
    @PUT
    @Path("{type}")
    public PoolView change(@PathParam("type") String type, byte[] body) {
        PoolChange wanted = json.read(body, PoolChange.class);
        lifecycle.change(type, wanted.capabilities(), read(wanted));
        return now().stream()
                .filter(pool -> pool.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** What the same {@link #change} would do now, to a type that is sold. */
    @POST
    @Path("{type}/preview")
    @TenantTransaction(ofOneMoment = true)
    public Response preview(
            @PathParam("type") String type, @QueryParam("format") @Nullable String format, byte[] body) {
        return answers.answer(previews.ofContract(type, read(json.read(body, PoolChange.class))), format);
    }

    private static UnaryOperator<PoolTerms> read(PoolChange wanted) {
        Integer quantity = quantity(wanted.quantity());
        return terms -> new PoolTerms(
                quantity,
                wanted.onLimit() == null ? kept(terms.onLimit(), wanted) : policy(wanted.onLimit(), wanted),
                wanted.price() == null ? terms.price() : price(wanted.price()),
                validity(terms.validity(), wanted));
    }

    private static Validity validity(Validity before, PoolChange wanted) {
        return new Validity(
                moment("validFrom", wanted.validFrom(), before.from()),
                moment("validUntil", wanted.validUntil(), before.until()));
    }

    private static @Nullable Instant moment(String name, @Nullable JsonNode value, @Nullable Instant before) {
        if (value == null) {
            return before;
        }
        if (!value.isNull() && !value.isTextual()) {
            throw ApiProblems.badParameter(name, "null, or a time such as 2026-01-31T00:00:00Z");
        }
        return Parameters.instant(name, value.textValue());
    }

    private static @Nullable Integer quantity(@Nullable JsonNode value) {
        if (value == null) {
            throw ApiProblems.missing("quantity");
        }
        if (value.isNull()) {
            return null;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw ApiProblems.badParameter("quantity", "a whole number, or null for unlimited");
        }
        return value.intValue();
    }

    private static LimitPolicy kept(LimitPolicy policy, PoolChange wanted) {
        if (wanted.fallback() != null || wanted.overage() != null) {
            throw ApiProblems.missing("onLimit");
        }
        return policy;
    }

    private static LimitPolicy policy(String word, PoolChange wanted) {
        boolean fallback = word.equals("fallback");
        boolean overage = word.equals("overage");
        if (fallback != (wanted.fallback() != null)) {
            throw ApiProblems.badParameter("fallback", "given with onLimit fallback, and only with it");
        }
        if (overage != (wanted.overage() != null)) {
            throw ApiProblems.badParameter("overage", "given with onLimit overage, and only with it");
        }
        if (wanted.fallback() != null) {
            return new LimitPolicy.Fallback(wanted.fallback());
        }
        if (wanted.overage() != null) {
            return overage(wanted.overage());
        }
        return switch (word) {
            case WAITLIST -> new LimitPolicy.Waitlist();
            case REJECT -> new LimitPolicy.Reject();
            default -> throw ApiProblems.badParameter("onLimit", "waitlist, fallback, overage or reject");
        };
    }

    private static LimitPolicy overage(OverageView wanted) {
        Integer seats = wanted.seats();
        Integer days = wanted.days();
        String then = wanted.then();
        if (seats == null || days == null || !(WAITLIST.equals(then) || REJECT.equals(then))) {
            throw ApiProblems.badParameter("overage", "an object with seats, days, and then: waitlist or reject");
        }
        return new LimitPolicy.Overage(seats, days, REJECT.equals(then));
    }

    private static @Nullable Price price(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        JsonNode amount = value.path("amount");
        JsonNode currency = value.path("currency");
        if (!amount.isIntegralNumber() || !amount.canConvertToLong() || !currency.isTextual() || value.size() != 2) {
            throw ApiProblems.badParameter("price", "null, or an object with amount, a whole number, and currency");
        }
        return new Price(amount.longValue(), currency.textValue());
    }
}
