package io.usher.seats;

import io.usher.platform.Limits;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's contract for one seat type: how many there are, are used, and are waited for. */
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

    /** The tenant leads, as in every key. */
    @Embeddable
    public record Key(
            @Column(name = "tenant_id", nullable = false, updatable = false)
            UUID tenantId,

            @Column(name = "type", nullable = false, updatable = false)
            String type) {}

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected SeatPool() {}

    SeatPool(Key key, @Nullable Integer quantity, int used, int waiting) {
        this.key = key;
        this.quantity = quantity;
        this.used = used;
        this.waiting = waiting;
    }

    boolean hasRoom() {
        return quantity == null || used < quantity;
    }

    /** Holders keep their seats when there are more of them than the new quantity. */
    void resize(@Nullable Integer newQuantity) {
        if (newQuantity != null && (newQuantity < 0 || newQuantity > Limits.SEATS)) {
            throw SeatProblems.badQuantity(Limits.SEATS);
        }
        quantity = newQuantity;
    }

    void take() {
        used++;
    }

    void giveBack() {
        used--;
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
}
