package io.usher.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.patch.PatchEngine;
import io.usher.scim.patch.PatchRequest;
import io.usher.scim.schema.BadgeModel;
import io.usher.scim.schema.ResourceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/** Random PATCHes of random users: the program makes of them what a slow reading of the RFC makes, and refuses what it refuses. */
@PropertyDefaults(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
class PatchAgreementTest {

    private static final ResourceModel MODEL = BadgeModel.user();

    /** A document or the code of a refusal. */
    private record Outcome(ObjectNode document, String refusal) {
        private static final ObjectNode NONE =
                com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();

        static Outcome of(ObjectNode document) {
            return new Outcome(document, "");
        }

        static Outcome refused(String code) {
            return new Outcome(NONE, code);
        }
    }

    @Property(seed = "1")
    @Tag("PAT-07")
    @Tag("PAT-08")
    @Tag("PAT-16")
    @Tag("PAT-40")
    @Tag("PAT-41")
    void a_patch_does_what_the_rfc_says(@ForAll long seed) {
        Dice dice = new Dice(seed);
        ObjectNode document = new RandomPeople(MODEL, dice).document();
        List<Step> steps = new RandomPatch(dice, MODEL, document).steps();
        if (!agree(document, steps)) {
            throw disagreement(document, smallest(document, steps));
        }
        Statistics.label("applied").collect(slow(document, steps).refusal().isEmpty());
        Statistics.label("applied").coverage(found -> found.check(true).percentage(some -> some > 25));
    }

    @Property(seed = "1")
    @Tag("PAT-07")
    void a_patch_leaves_the_document_it_was_given_as_it_was(@ForAll long seed) {
        Dice dice = new Dice(seed);
        ObjectNode document = new RandomPeople(MODEL, dice).document();
        ObjectNode copy = document.deepCopy();
        List<Step> steps = new RandomPatch(dice, MODEL, document).steps();
        fast(document, steps);
        assertThat(document).as("%s", Step.message(steps)).isEqualTo(copy);
    }

    @Property(seed = "1")
    @Tag("PAT-11")
    @Tag("PAT-21")
    void replacing_twice_is_replacing_once(@ForAll long seed) {
        Dice dice = new Dice(seed);
        ObjectNode document = new RandomPeople(MODEL, dice).document();
        List<Step> steps = new RandomPatch(dice, MODEL, document).replacements();
        Outcome once = fast(document, steps);
        if (once.refusal().isEmpty()) {
            List<Step> eachTwice =
                    steps.stream().flatMap(step -> Stream.of(step, step)).toList();
            assertThat(fast(document, eachTwice))
                    .as("%s of %s", Step.message(steps), document)
                    .isEqualTo(once);
        }
    }

    @Property(seed = "1")
    @Tag("PAT-46")
    void what_a_patch_leaves_is_in_canonical_form(@ForAll long seed) {
        Dice dice = new Dice(seed);
        ObjectNode document = new RandomPeople(MODEL, dice).document();
        List<Step> steps = new RandomPatch(dice, MODEL, document).steps();
        Outcome after = fast(document, steps);
        if (after.refusal().isEmpty()) {
            assertThat(RandomPeople.canonical(MODEL, after.document()))
                    .as("%s of %s", Step.message(steps), document)
                    .isEqualTo(after.document());
        }
    }

    private static boolean agree(ObjectNode document, List<Step> steps) {
        return fast(document, steps).equals(slow(document, steps));
    }

    /** Fewer steps that still disagree. */
    private static List<Step> smallest(ObjectNode document, List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            List<Step> fewer = new ArrayList<>(steps);
            fewer.remove(i);
            if (!agree(document, fewer)) {
                return smallest(document, fewer);
            }
        }
        return steps;
    }

    private static AssertionError disagreement(ObjectNode document, List<Step> steps) {
        return new AssertionError("%s%nof %s%nprogram: %s%nreading: %s"
                .formatted(Step.message(steps), document, fast(document, steps), slow(document, steps)));
    }

    private static Outcome fast(ObjectNode document, List<Step> steps) {
        try {
            return Outcome.of(PatchEngine.apply(
                    MODEL, "1", document, PatchRequest.parse(DialectRules.TOLERANT, Step.message(steps))));
        } catch (Problem problem) {
            return Outcome.refused(problem.code());
        }
    }

    private static Outcome slow(ObjectNode document, List<Step> steps) {
        try {
            return Outcome.of(SlowPatch.apply(MODEL, document, steps));
        } catch (Refused refused) {
            return Outcome.refused(refused.code());
        }
    }
}
