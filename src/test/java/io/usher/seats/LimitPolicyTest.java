package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.usher.platform.Problem;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a full pool does with somebody who comes, policy by policy, without a database. */
@Tag("T45")
class LimitPolicyTest {

    private static final LimitPolicy FIVE_DAYS = new LimitPolicy.Overage(2, 5, false);

    private final Hall hall = new Hall();
    private final UUID ada = new UUID(0, 1);
    private final UUID bob = new UUID(0, 2);
    private final UUID cyd = new UUID(0, 3);
    private final UUID dan = new UUID(0, 4);

    @BeforeEach
    void fill() {
        hall.resize("full", 1);
        hall.settle(ada, "full");
    }

    @Test
    void rejecting_refuses_him_and_changes_nothing() {
        hall.onLimit("full", new LimitPolicy.Reject());

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> hall.settle(bob, "full"))
                .matches(problem -> problem.code().equals("seatLimitReached"))
                .withMessageContaining("No seat of the type full is free (1 in use)");
        assertThat(hall.pool("full").waiting()).isZero();
        assertThat(hall.pool("full").used()).isOne();
    }

    @Test
    void rejecting_lets_in_who_finds_a_seat() {
        hall.onLimit("full", new LimitPolicy.Reject());
        hall.settle(ada, null);
        hall.settle(bob, "full");

        assertThat(hall.status(bob)).isEqualTo("assigned");
    }

    @Test
    void a_fallback_seats_him_elsewhere_until_one_of_the_type_is_free() {
        hall.resize("learning", 1);
        hall.onLimit("full", new LimitPolicy.Fallback("learning"));

        hall.settle(bob, "full");

        assertThat(hall.status(bob)).isEqualTo("fallback");
        assertThat(hall.held(bob)).isEqualTo("learning");
        assertThat(hall.settle(ada, null)).containsExactly(bob);
        assertThat(hall.status(bob)).isEqualTo("assigned");
        assertThat(hall.held(bob)).isEqualTo("full");
        assertThat(hall.pool("learning").used()).isZero();
    }

    @Test
    void fallbacks_are_tried_one_after_the_other() {
        hall.resize("learning", 1);
        hall.onLimit("full", new LimitPolicy.Fallback("partner"));
        hall.onLimit("partner", new LimitPolicy.Fallback("learning"));

        hall.settle(bob, "full");

        assertThat(hall.held(bob)).isEqualTo("learning");
    }

    @Test
    void who_finds_no_fallback_gets_one_as_soon_as_there_is_one() {
        hall.onLimit("full", new LimitPolicy.Fallback("learning"));
        hall.settle(bob, "full");
        hall.settle(cyd, "full");
        assertThat(hall.status(bob)).isEqualTo("waitlisted");

        assertThat(hall.resize("learning", 1)).containsExactly(bob);

        assertThat(hall.status(bob)).isEqualTo("fallback");
        assertThat(hall.queue("full")).containsExactly(bob, cyd);
    }

    @Test
    void who_waits_already_gets_the_fallback_of_a_changed_contract() {
        hall.resize("learning", 5);
        hall.settle(bob, "full");

        assertThat(hall.onLimit("full", new LimitPolicy.Fallback("learning"))).containsExactly(bob);
    }

    @Test
    void fallbacks_in_a_circle_are_refused() {
        hall.onLimit("full", new LimitPolicy.Fallback("partner"));
        hall.onLimit("partner", new LimitPolicy.Fallback("learning"));

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> hall.onLimit("learning", new LimitPolicy.Fallback("full")))
                .matches(problem -> problem.code().equals("invalidFallback"));
    }

    @Test
    void overage_seats_a_few_more_and_lets_the_others_wait() {
        hall.onLimit("full", FIVE_DAYS);
        List.of(bob, cyd, dan).forEach(person -> hall.settle(person, "full"));

        assertThat(List.of(hall.status(ada), hall.status(bob), hall.status(cyd), hall.status(dan)))
                .containsExactly("assigned", "grace", "grace", "waitlisted");
        assertThat(hall.pool("full").used()).isEqualTo(3);
    }

    @Test
    void a_free_seat_goes_to_the_first_beyond_the_quantity_and_the_next_who_waits_gets_his() {
        hall.onLimit("full", FIVE_DAYS);
        List.of(bob, cyd, dan).forEach(person -> hall.settle(person, "full"));

        assertThat(hall.settle(ada, null)).containsExactly(bob, dan);

        assertThat(hall.status(bob)).isEqualTo("assigned");
        assertThat(hall.status(dan)).isEqualTo("grace");
    }

    @Test
    void after_its_days_overage_lets_nobody_in_and_nobody_out() {
        hall.onLimit("full", FIVE_DAYS);
        hall.settle(bob, "full");
        hall.wait(Duration.ofDays(5));
        hall.settle(cyd, "full");

        assertThat(hall.status(bob)).isEqualTo("grace");
        assertThat(hall.status(cyd)).isEqualTo("waitlisted");
    }

    @Test
    void overage_may_refuse_in_the_end() {
        hall.onLimit("full", new LimitPolicy.Overage(1, 5, true));
        hall.settle(bob, "full");

        assertThatExceptionOfType(Problem.class).isThrownBy(() -> hall.settle(cyd, "full"));
    }

    @Test
    void a_raised_quantity_confirms_those_beyond_it() {
        hall.onLimit("full", FIVE_DAYS);
        List.of(bob, cyd).forEach(person -> hall.settle(person, "full"));

        assertThat(hall.resize("full", 3)).containsExactly(bob, cyd);

        assertThat(hall.pool("full").over()).isZero();
        assertThat(hall.pool("full").overSince()).isNull();
    }

    @Test
    void no_policy_takes_a_seat_from_anybody() {
        hall.onLimit("full", FIVE_DAYS);
        hall.settle(bob, "full");

        hall.onLimit("full", new LimitPolicy.Reject());
        hall.resize("full", 0);

        assertThat(hall.status(ada)).isEqualTo("assigned");
        assertThat(hall.status(bob)).isEqualTo("grace");
    }
}
