package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usher.platform.Limits;
import io.usher.platform.Problem;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule of the seats alone, without a database. */
@Tag("T42")
class AllocationTest {

    private final Hall hall = new Hall();
    private final UUID ada = new UUID(0, 1);
    private final UUID bob = new UUID(0, 2);
    private final UUID cyd = new UUID(0, 3);

    @Test
    void who_comes_to_a_full_pool_waits_behind_those_who_came_before() {
        hall.resize("full", 1);
        hall.settle(ada, "full");
        hall.settle(cyd, "full");
        hall.settle(bob, "full");

        assertThat(hall.status(ada)).isEqualTo("assigned");
        assertThat(hall.queue("full")).containsExactly(cyd, bob);
    }

    @Test
    void a_freed_seat_goes_to_the_first_of_the_queue() {
        hall.resize("full", 1);
        List.of(ada, cyd, bob).forEach(person -> hall.settle(person, "full"));

        assertThat(hall.settle(ada, null)).containsExactly(cyd);
        assertThat(hall.queue("full")).containsExactly(bob);
    }

    @Test
    void a_move_to_a_full_pool_costs_nobody_his_seat() {
        hall.resize("full", 1);
        hall.resize("partner", 1);
        hall.settle(ada, "full");
        hall.settle(bob, "partner");

        hall.settle(ada, "partner");

        assertThat(hall.status(ada)).isEqualTo("fallback");
        assertThat(hall.held(ada)).isEqualTo("full");
        assertThat(hall.held(bob)).isEqualTo("partner");
    }

    @Test
    void a_promotion_frees_the_seat_that_was_held_for_the_next_there() {
        hall.resize("full", 1);
        hall.resize("partner", 1);
        hall.settle(ada, "full");
        hall.settle(bob, "partner");
        hall.settle(ada, "partner");
        hall.settle(cyd, "full");

        assertThat(hall.settle(bob, null)).containsExactly(ada, cyd);
        assertThat(hall.held(ada)).isEqualTo("partner");
        assertThat(hall.held(cyd)).isEqualTo("full");
    }

    @Test
    void nobody_passes_a_queue_that_a_lowering_left_behind() {
        hall.resize("full", 2);
        hall.settle(ada, "full");
        hall.settle(bob, "full");
        hall.resize("full", 1);
        hall.settle(cyd, "full");

        hall.settle(ada, null);

        assertThat(hall.status(cyd)).isEqualTo("waitlisted");
        assertThat(hall.settle(bob, null)).containsExactly(cyd);
    }

    @Test
    void a_raised_quantity_serves_as_many_as_fit() {
        List.of(ada, bob, cyd).forEach(person -> hall.settle(person, "full"));

        assertThat(hall.resize("full", 2)).containsExactly(ada, bob);
        assertThat(hall.resize("full", null)).containsExactly(cyd);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Limits.SEATS + 1})
    void a_quantity_that_no_contract_has_is_refused(int quantity) {
        assertThatThrownBy(() -> hall.resize("full", quantity)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261124})
    void whatever_happens_nothing_is_free_or_nobody_waits(long seed) {
        new RandomDays(seed).live(4000);
    }
}
