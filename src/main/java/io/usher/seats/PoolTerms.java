package io.usher.seats;

import io.usher.platform.Limits;
import java.util.Currency;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's contract says of one seat type.
 *
 * @param quantity null for unlimited
 * @param price null when it is not known here
 * @param validity when seats are given; who holds one keeps it
 */
public record PoolTerms(
        @Nullable Integer quantity,
        LimitPolicy onLimit,
        @Nullable Price price,
        Validity validity) {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** @throws io.usher.platform.Problem naming what is out of its bounds */
    public PoolTerms {
        if (quantity != null && (quantity < 0 || quantity > Limits.SEATS)) {
            throw SeatProblems.badQuantity(Limits.SEATS);
        }
        if (onLimit instanceof LimitPolicy.Overage overage
                && (overage.seats() < 1
                        || overage.seats() > Limits.SEATS
                        || overage.days() < 1
                        || overage.days() > Limits.OVERAGE_DAYS)) {
            throw SeatProblems.badOverage(Limits.SEATS, Limits.OVERAGE_DAYS);
        }
        if (price != null && (price.amount() < 0 || !known(price.currency()))) {
            throw SeatProblems.badPrice();
        }
    }

    private static boolean known(String currency) {
        return CURRENCY.matcher(currency).matches()
                && Currency.getAvailableCurrencies().stream()
                        .anyMatch(each -> each.getCurrencyCode().equals(currency));
    }

    /** The same contract with another quantity. */
    public PoolTerms withQuantity(@Nullable Integer seats) {
        return new PoolTerms(seats, onLimit, price, validity);
    }
}
