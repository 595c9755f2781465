package io.usher.hardening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.directory.Condition;
import io.usher.directory.ConditionSql.Target;
import io.usher.directory.SearchDatabase;
import io.usher.platform.Problem;
import io.usher.scim.filter.ConditionMapper;
import io.usher.scim.filter.FilterParser;
import io.usher.scim.schema.BadgeModel;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import io.usher.scim.schema.SearchForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random filters asked of random resources: PostgreSQL finds those that a plain reading of the RFC finds, and no others. */
class FilterAgreementTest {

    private static final Logger LOG = Logger.getLogger(FilterAgreementTest.class);
    private static final int RESOURCES = 60;
    private static final int FILTERS_EACH = 300;

    @Test
    @Tag("FIL-01")
    @Tag("FIL-02")
    @Tag("FIL-17")
    @Tag("FIL-22")
    @Tag("FIL-23")
    @Tag("FIL-31")
    @Tag("FIL-32")
    void users_are_found_as_the_rfc_says() {
        assertAgreement("filters on users", 600, BadgeModel.user(), Target.USERS);
    }

    @Test
    @Tag("FIL-33")
    void groups_are_found_as_the_rfc_says() {
        assertAgreement("filters on groups", 150, new ScimSchemas().group(), Target.GROUPS);
    }

    private static void assertAgreement(String what, int tries, ResourceModel model, Target target) {
        Map<Long, Population> last = new HashMap<>();
        int[] telling = {0};
        Tries.run(what, tries, seed -> {
            long number = seed / FILTERS_EACH;
            if (!last.containsKey(number)) {
                last.clear();
                last.put(number, new Population(model, target, new Dice(-1 - number)));
            }
            telling[0] += last.get(number).ask(new Dice(seed)) ? 1 : 0;
        });
        LOG.infof(
                "%s: %,d pairs; %,d filters told one resource from another",
                what, (long) Tries.count(tries) * RESOURCES, telling[0]);
    }

    /** Some resources, in memory and in PostgreSQL. */
    private static final class Population {

        private final ResourceModel model;
        private final Target target;
        private final List<ObjectNode> resources;
        private final SearchDatabase database = new SearchDatabase();

        Population(ResourceModel model, Target target, Dice dice) {
            this.model = model;
            this.target = target;
            RandomPeople people = new RandomPeople(model, dice);
            this.resources = Stream.generate(() -> target == Target.USERS ? people.user() : people.group())
                    .limit(RESOURCES)
                    .toList();
            resources.forEach(this::keep);
        }

        private void keep(ObjectNode resource) {
            ObjectNode search = SearchForm.of(model, resource);
            if (target == Target.USERS) {
                database.addUser(search);
            } else {
                database.addGroup(search);
            }
        }

        /** Whether the filter found some and not others. */
        boolean ask(Dice dice) {
            FilterExpression filter = new RandomFilter(dice, model, resources).filter();
            String written = new FilterPrinter(dice).filter(filter);
            if (!FilterRules.allow(model, filter)) {
                assertThatThrownBy(() -> condition(written))
                        .as(written)
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.code()).isEqualTo("invalidFilter"));
                return false;
            }
            SlowFilter slow = new SlowFilter(model);
            Set<String> expected = resources.stream()
                    .filter(resource -> slow.holds(filter, resource))
                    .map(resource -> resource.path("id").asText())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> found = database.find(target, condition(written));
            if (!found.equals(expected)) {
                throw new AssertionError("%s%n%s".formatted(written, disputed(expected, found)));
            }
            return !expected.isEmpty() && expected.size() < RESOURCES;
        }

        private Condition condition(String written) {
            return ConditionMapper.map(model, FilterParser.parse(written));
        }

        private String disputed(Set<String> expected, Set<String> found) {
            return resources.stream()
                    .filter(resource -> expected.contains(resource.path("id").asText())
                            != found.contains(resource.path("id").asText()))
                    .limit(2)
                    .map(resource ->
                            (found.contains(resource.path("id").asText()) ? "found and should not be: " : "not found: ")
                                    + resource.toPrettyString())
                    .collect(Collectors.joining("\n"));
        }
    }
}
