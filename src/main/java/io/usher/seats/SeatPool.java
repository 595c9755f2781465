package io.usher.seats;

import io.usher.platform.Sql;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's contract for one seat type, and how many of its seats are used and waited for. */
@Entity
@Table(name = "seat_pool")
public class SeatPool {

    @EmbeddedId
    private Key key;

    @Column
    private @Nullable Integer quantity;

    @Column(nullable = false)
    private int used;

    @Column(nullable = false)
    private int waiting;

    @Column(nullable = false)
    private int over;

    @Column(name = "over_since")
    private @Nullable Instant overSince;

    @Column(name = "on_limit", nullable = false)
    private String onLimit = "waitlist";

    @Column(name = "fallback_type")
    private @Nullable String fallbackType;

    @Column(name = "overage_seats")
    private @Nullable Integer overageSeats;

    @Column(name = "overage_days")
    private @Nullable Integer overageDays;

    @Column(name = "overage_rejects")
    private @Nullable Boolean overageRejects;

    @Column(name = "price_amount")
    private @Nullable Long priceAmount;

    @Column(name = "price_currency")
    private @Nullable String priceCurrency;

    @Column(nullable = false)
    private int rank;

    @Column(name = "valid_from")
    private @Nullable Instant validFrom;

    @Column(name = "valid_until")
    private @Nullable Instant validUntil;

    @Column(name = "moved_at")
    private @Nullable Instant movedAt;

    @Column(nullable = false)
    private int alerted;

    /** The tenant leads, as in every key. */
    @Embeddable
    public record Key(
            @Column(name = "tenant_id", nullable = false, updatable = false)
            UUID tenantId,

            @Column(name = "type", nullable = false, updatable = false)
            String type) {}

    /** Which seat somebody gets who comes now. */
    enum Room {
        /** One of the quantity. */
        REGULAR,
        /** One beyond it. */
        BEYOND,
        NONE
    }

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected SeatPool() {}

    /**
     * With nothing in it.
     *
     * @param rank of its type among those of the tenant, from 0 for the highest
     */
    SeatPool(Key key, int rank) {
        this.key = key;
        this.rank = rank;
        this.quantity = 0;
    }

    /** From a row whose columns have the names of the table's. */
    static SeatPool read(UUID tenant, ResultSet row) throws SQLException {
        SeatPool pool = new SeatPool(new Key(tenant, row.getString("type")), row.getInt("rank"));
        pool.quantity = row.getObject("quantity", Integer.class);
        pool.used = row.getInt("used");
        pool.waiting = row.getInt("waiting");
        pool.over = row.getInt("over");
        pool.overSince = Sql.instant(row.getTimestamp("over_since"));
        pool.onLimit = row.getString("on_limit");
        pool.fallbackType = row.getString("fallback_type");
        pool.overageSeats = row.getObject("overage_seats", Integer.class);
        pool.overageDays = row.getObject("overage_days", Integer.class);
        pool.overageRejects = row.getObject("overage_rejects", Boolean.class);
        pool.priceAmount = row.getObject("price_amount", Long.class);
        pool.priceCurrency = row.getString("price_currency");
        pool.movedAt = Sql.instant(row.getTimestamp("moved_at"));
        pool.alerted = row.getInt("alerted");
        pool.validFrom = Sql.instant(row.getTimestamp("valid_from"));
        pool.validUntil = Sql.instant(row.getTimestamp("valid_until"));
        return pool;
    }

    /** Which seat somebody gets who comes now and passes nobody. */
    Room room(Instant now) {
        if (!validity().holdsAt(now)) {
            return Room.NONE;
        }
        if (hasRegular()) {
            return Room.REGULAR;
        }
        boolean beyond = onLimit() instanceof LimitPolicy.Overage overage
                && over < overage.seats()
                && used < Objects.requireNonNullElse(quantity, 0) + overage.seats()
                && (overSince == null || now.isBefore(overSince.plus(Duration.ofDays(overage.days()))));
        return beyond ? Room.BEYOND : Room.NONE;
    }

    /** A seat of the quantity is free, and somebody holds one beyond it. */
    boolean canConfirm(Instant now) {
        return over > 0 && validity().holdsAt(now) && hasRegular();
    }

    private boolean hasRegular() {
        return quantity == null || used - over < quantity;
    }

    /** Whether somebody is refused for whom there is no room, in place of waiting. */
    boolean rejects() {
        LimitPolicy policy = onLimit();
        return policy instanceof LimitPolicy.Reject
                || (policy instanceof LimitPolicy.Overage overage && overage.thenRejects());
    }

    /** Holders keep their seats when there are more of them than the new quantity. */
    void agree(PoolTerms terms) {
        quantity = terms.quantity();
        LimitPolicy policy = terms.onLimit();
        onLimit = policy.word();
        fallbackType = policy instanceof LimitPolicy.Fallback fallback ? fallback.type() : null;
        LimitPolicy.Overage overage = policy instanceof LimitPolicy.Overage some ? some : null;
        overageSeats = overage == null ? null : overage.seats();
        overageDays = overage == null ? null : overage.days();
        overageRejects = overage == null ? null : overage.thenRejects();
        priceAmount = terms.price() == null ? null : terms.price().amount();
        priceCurrency = terms.price() == null ? null : terms.price().currency();
        validFrom = terms.validity().from();
        validUntil = terms.validity().until();
    }

    void take() {
        used++;
    }

    void takeBeyond(Instant now) {
        used++;
        if (over++ == 0) {
            overSince = now;
        }
    }

    void giveBack() {
        used--;
    }

    void giveBackBeyond() {
        used--;
        confirm();
    }

    /** Who held a seat beyond the quantity holds one of it now. */
    void confirm() {
        if (--over == 0) {
            overSince = null;
        }
    }

    void queue() {
        waiting++;
    }

    void unqueue() {
        waiting--;
    }

    public String type() {
        return key.type();
    }

    LimitPolicy onLimit() {
        return switch (onLimit) {
            case "fallback" -> new LimitPolicy.Fallback(Objects.requireNonNull(fallbackType));
            case "overage" ->
                new LimitPolicy.Overage(
                        Objects.requireNonNull(overageSeats),
                        Objects.requireNonNull(overageDays),
                        Objects.requireNonNull(overageRejects));
            case "reject" -> new LimitPolicy.Reject();
            default -> new LimitPolicy.Waitlist();
        };
    }

    public PoolTerms terms() {
        Price price = priceAmount == null ? null : new Price(priceAmount, Objects.requireNonNull(priceCurrency));
        return new PoolTerms(quantity, onLimit(), price, validity());
    }

    private Validity validity() {
        return new Validity(validFrom, validUntil);
    }

    /** Null: unlimited. */
    public @Nullable Integer quantity() {
        return quantity;
    }

    public int used() {
        return used;
    }

    public int waiting() {
        return waiting;
    }

    /** The highest threshold of use, in percent, that was told and is not armed again; 0 when none is. */
    int alerted() {
        return alerted;
    }

    void alerted(int threshold) {
        alerted = threshold;
    }

    /** When something last moved in it, or null. */
    @Nullable
    Instant movedAt() {
        return movedAt;
    }

    /** How many of the used seats are beyond the quantity. */
    public int over() {
        return over;
    }

    /** When the first of them was given, or null when there is none. */
    public @Nullable Instant overSince() {
        return overSince;
    }
}
