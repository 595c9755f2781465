package io.usher.hardening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.directory.Condition;
import io.usher.directory.ConditionSql.Target;
import io.usher.directory.SearchDatabase;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.filter.ConditionMapper;
import io.usher.scim.filter.FilterParser;
import io.usher.scim.schema.BadgeModel;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import io.usher.scim.schema.SearchForm;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.apache.directory.scim.spec.filter.FilterExpression;

/** Random filters asked of random resources: PostgreSQL finds those that a plain reading of the RFC finds, and no others. */
@PropertyDefaults(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
class FilterAgreementTest {

    private static final int RESOURCES = 60;
    private static final int POPULATIONS = 10;
    private static final List<Population> USERS = populations(BadgeModel.user(), Target.USERS);
    private static final List<Population> GROUPS = populations(new ScimSchemas().group(), Target.GROUPS);

    @Property(seed = "1")
    @Tag("FIL-01")
    @Tag("FIL-02")
    @Tag("FIL-17")
    @Tag("FIL-22")
    @Tag("FIL-23")
    @Tag("FIL-31")
    @Tag("FIL-32")
    void users_are_found_as_the_rfc_says(@ForAll long seed) {
        assertAgreement(USERS, new Dice(seed));
    }

    @Property(seed = "1")
    @Tag("FIL-33")
    void groups_are_found_as_the_rfc_says(@ForAll long seed) {
        assertAgreement(GROUPS, new Dice(seed));
    }

    private static List<Population> populations(ResourceModel model, Target target) {
        return LongStream.range(0, POPULATIONS)
                .mapToObj(number -> new Population(model, target, new Dice(number)))
                .toList();
    }

    private static void assertAgreement(List<Population> populations, Dice dice) {
        Statistics.label("tells apart").collect(dice.pick(populations).ask(dice));
        Statistics.label("tells apart").coverage(found -> found.check(true).percentage(some -> some > 5));
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
                assertThatExceptionOfType(Problem.class)
                        .as(written)
                        .isThrownBy(() -> condition(written))
                        .satisfies(problem -> assertThat(problem.code()).isEqualTo("invalidFilter"));
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
            return ConditionMapper.map(model, DialectRules.TOLERANT, FilterParser.parse(written));
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
