package io.usher.seats;

import io.usher.seats.PoolAlert.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Watches one pool through one change, and says at its end what somebody should hear of. */
final class Alertness {

    private static final int[] THRESHOLDS = {100, 95, 90, 80};
    /** A pool that goes up and down by one seat is no news each time. */
    private static final int ARMED_BELOW = 2;

    private final int overBefore;
    private final int waitingBefore;

    /** From now on. */
    Alertness(SeatPool pool) {
        overBefore = pool.over();
        waitingBefore = pool.waiting();
    }

    List<PoolAlert> after(SeatPool pool) {
        List<PoolAlert> alerts = new ArrayList<>();
        int reached = highest(threshold -> use(pool, threshold) >= 0);
        if (reached > pool.alerted()) {
            pool.alerted(reached);
            alerts.add(alert(Kind.THRESHOLD_REACHED, pool, reached));
        } else {
            pool.alerted(Math.min(pool.alerted(), highest(threshold -> use(pool, threshold - ARMED_BELOW) > 0)));
        }
        if (waitingBefore == 0 && pool.waiting() > 0) {
            alerts.add(alert(Kind.WAITLIST_STARTED, pool, null));
        }
        if (overBefore == 0 && pool.over() > 0) {
            alerts.add(alert(Kind.OVERAGE_STARTED, pool, null));
        }
        if (overBefore > 0 && pool.over() == 0) {
            alerts.add(alert(Kind.OVERAGE_ENDED, pool, null));
        }
        return alerts;
    }

    private static int highest(IntPredicate holds) {
        return IntStream.of(THRESHOLDS).filter(holds).findFirst().orElse(0);
    }

    /** By how much the use is above so many percent, in hundredths of seats; where nothing is sold, it is below all of them. */
    private static long use(SeatPool pool, int percent) {
        Integer quantity = pool.quantity();
        return quantity == null || quantity == 0 ? -1 : 100L * pool.used() - (long) percent * quantity;
    }

    private static PoolAlert alert(Kind kind, SeatPool pool, @Nullable Integer threshold) {
        return new PoolAlert(kind, pool.type(), threshold, pool.quantity(), pool.used(), pool.waiting());
    }
}
