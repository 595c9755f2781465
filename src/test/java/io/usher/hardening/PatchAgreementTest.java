package io.usher.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.patch.PatchEngine;
import io.usher.scim.patch.PatchRequest;
import io.usher.scim.schema.BadgeModel;
import io.usher.scim.schema.ResourceModel;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random PATCHes of random users: the program makes of them what a slow reading of the RFC makes, and refuses what it refuses. */
class PatchAgreementTest {

    private static final Logger LOG = Logger.getLogger(PatchAgreementTest.class);
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

    @Test
    @Tag("PAT-07")
    @Tag("PAT-08")
    @Tag("PAT-16")
    @Tag("PAT-40")
    @Tag("PAT-41")
    void a_patch_does_what_the_rfc_says() {
        int[] refused = {0};
        Tries.run("PATCH requests", 3_000, seed -> {
            Dice dice = new Dice(seed);
            ObjectNode document = new RandomPeople(MODEL, dice).document();
            List<Step> steps = new RandomPatch(dice, MODEL, document).steps();
            if (!agree(document, steps)) {
                throw disagreement(document, smallest(document, steps));
            }
            refused[0] += slow(document, steps).refusal().isEmpty() ? 0 : 1;
        });
        LOG.infof("PATCH requests: %,d of them refused", refused[0]);
    }

    @Test
    @Tag("PAT-07")
    void a_patch_leaves_the_document_it_was_given_as_it_was() {
        Tries.run("PATCH requests that leave their input alone", 1_000, seed -> {
            Dice dice = new Dice(seed);
            ObjectNode document = new RandomPeople(MODEL, dice).document();
            ObjectNode copy = document.deepCopy();
            List<Step> steps = new RandomPatch(dice, MODEL, document).steps();
            fast(document, steps);
            assertThat(document).as("%s", Step.message(steps)).isEqualTo(copy);
        });
    }

    @Test
    @Tag("PAT-11")
    @Tag("PAT-21")
    void replacing_twice_is_replacing_once() {
        Tries.run("PATCH requests applied twice", 1_500, seed -> {
            Dice dice = new Dice(seed);
            ObjectNode document = new RandomPeople(MODEL, dice).document();
            List<Step> steps = new RandomPatch(dice, MODEL, document).replacements();
            Outcome once = fast(document, steps);
            if (once.refusal().isEmpty()) {
                assertThat(fast(once.document(), steps))
                        .as("%s of %s", Step.message(steps), document)
                        .isEqualTo(once);
            }
        });
    }

    @Test
    @Tag("PAT-46")
    void what_a_patch_leaves_is_in_canonical_form() {
        Tries.run("documents after a PATCH", 1_500, seed -> {
            Dice dice = new Dice(seed);
            ObjectNode document = new RandomPeople(MODEL, dice).document();
            List<Step> steps = new RandomPatch(dice, MODEL, document).steps();
            Outcome after = fast(document, steps);
            if (after.refusal().isEmpty()) {
                assertThat(RandomPeople.canonical(MODEL, after.document()))
                        .as("%s of %s", Step.message(steps), document)
                        .isEqualTo(after.document());
            }
        });
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
            return Outcome.of(PatchEngine.apply(MODEL, document, PatchRequest.parse(Step.message(steps))));
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
