package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.hardening.Dice;
import java.util.Random;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/**
 * Random operations of two tenants of one database, at the packaged program through every door: after each of them the tables
 * are what a plain reading of the documents makes of it. {@code -Dusher.seat.days=45} makes 10,000 of them.
 */
@SuppressWarnings("NullAway.Init") // opened before the first try
class SeatAgreementIT {

    private static final int OPERATIONS = 250;

    private static final Tally TALLY = new Tally();
    private static Installation programs;
    private static Observer observer;

    /** Two tenants; what happens to one is nothing to the other. */
    private static final class Town {

        private final SeatStory one = new SeatStory(observer, TALLY);
        private final SeatStory other = new SeatStory(observer, TALLY);

        void act(Dice dice, BiConsumer<SeatStory, Dice> operation) {
            operation.accept(dice.onceIn(2) ? one : other, dice);
        }

        void agrees() {
            one.agrees();
            other.agrees();
        }
    }

    @BeforeContainer
    static void open() {
        programs = Installation.of(1);
        observer = programs.observer();
    }

    @AfterContainer
    @SuppressWarnings("SystemOut")
    static void close() {
        observer.close();
        programs.close();
        System.out.println("Seats by two tenants in turns: " + TALLY);
    }

    @Property(seed = "1", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    @Tag("T42")
    @Tag("T43")
    void after_every_operation_the_tables_tell_what_a_plain_reading_tells(@ForAll("days") ActionChain<Town> day) {
        day.withInvariant("tables and reading agree", Town::agrees).run();

        assertThat(TALLY.promotions()).as("of %s", TALLY).isPositive();
        assertThat(TALLY.refusals(403)).as("of %s", TALLY).isPositive();
    }

    @Provide
    ActionChainArbitrary<Town> days() {
        return ActionChain.startWith(Town::new)
                .withAction(14, doing("join", SeatStory::join))
                .withAction(4, doing("join by the API", SeatStory::joinByApi))
                .withAction(8, doing("deactivate", SeatStory::deactivate))
                .withAction(5, doing("reactivate", SeatStory::reactivate))
                .withAction(6, doing("wish", SeatStory::wish))
                .withAction(4, doing("become", SeatStory::become))
                .withAction(5, doing("activate by the API", SeatStory::activateByApi))
                .withAction(2, doing("hand over", SeatStory::handOver))
                .withAction(5, doing("delete", SeatStory::delete))
                .withAction(3, doing("bulk", SeatStory::bulk))
                .withAction(3, doing("pin", SeatOffice::pin))
                .withAction(3, doing("unpin", SeatOffice::unpin))
                .withAction(9, doing("agree", SeatOffice::agree))
                .withAction(5, doing("rule", SeatOffice::rule))
                .withAction(9, doing("members", SeatOffice::members))
                .withAction(1, doing("disband", SeatOffice::disband))
                .withAction(1, doing("another default", SeatOffice::changeDefault))
                .withAction(1, doing("map", SeatOffice::map))
                .withMaxTransformations(OPERATIONS);
    }

    /** Whom it concerns, and how, comes from a seed: it does not shrink, but a shorter day may fail too. */
    private static Action.Independent<Town> doing(String what, BiConsumer<SeatStory, Dice> operation) {
        return () -> Arbitraries.randomValue(Random::nextLong)
                .map(seed -> Transformer.mutate(what, town -> town.act(new Dice(seed), operation)));
    }
}
