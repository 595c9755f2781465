package io.usher.hardening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.filter.ElementMatcher;
import io.usher.scim.filter.PathParser;
import io.usher.scim.schema.BadgeModel;
import io.usher.scim.schema.ResourceModel;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** Random filters between the brackets of a path: PATCH selects the elements that a query would find. */
@PropertyDefaults(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
class ElementAgreementTest {

    private static final ResourceModel MODEL = BadgeModel.user();
    private static final List<Place> LISTS = Place.all(MODEL).stream()
            .filter(place -> place.sub() == null
                    && place.attribute().isMultiValued()
                    && place.attribute().getType() == Attribute.Type.COMPLEX
                    && !place.readOnly())
            .toList();

    @Property(seed = "1")
    @Tag("FIL-19")
    @Tag("FIL-23")
    @Tag("PAT-26")
    void patch_selects_the_elements_that_the_rfc_says(@ForAll long seed) {
        Dice dice = new Dice(seed);
        List<ObjectNode> people = Stream.generate(new RandomPeople(MODEL, dice)::document)
                .limit(3)
                .toList();
        Place list = dice.pick(LISTS);
        FilterExpression filter = new RandomFilter(dice, MODEL, people).ofElement(list, 1 + dice.below(4), 3);
        String path = new FilterPrinter(dice)
                .path(RandomSyntax.reference(null, list.attribute().getName(), null), filter, null);
        if (FilterRules.allow(list.attribute(), filter)) {
            Predicate<ObjectNode> matcher = matcher(path, list.attribute());
            people.forEach(person -> assertAgreement(path, filter, list, person, matcher));
        } else {
            assertThatThrownBy(() -> matcher(path, list.attribute()))
                    .as(path)
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalidFilter"));
        }
    }

    private static void assertAgreement(
            String path, FilterExpression filter, Place list, ObjectNode person, Predicate<ObjectNode> matcher) {
        String extension = list.extension();
        JsonNode holder = extension == null ? person : person.path(extension);
        for (JsonNode element : holder.path(list.attribute().getName())) {
            assertThat(matcher.test((ObjectNode) element))
                    .as("%s of %s", path, element)
                    .isEqualTo(SlowFilter.holds(filter, list.attribute(), element));
        }
    }

    private static Predicate<ObjectNode> matcher(String path, Attribute list) {
        return ElementMatcher.of(
                DialectRules.TOLERANT,
                Objects.requireNonNull(PathParser.parse(path).valueFilter()),
                list);
    }
}
