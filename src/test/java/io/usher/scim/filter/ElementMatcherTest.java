package io.usher.scim.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import java.util.Objects;
import java.util.Set;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.schema.Schema;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class ElementMatcherTest {

    private static final Schema.Attribute LIST = new Schema.Attribute();

    static {
        LIST.setName("things");
        LIST.setType(Schema.Attribute.Type.COMPLEX);
        LIST.setMultiValued(true);
        LIST.setSubAttributes(
                Set.of(
                        sub("value", Schema.Attribute.Type.STRING, false),
                        sub("code", Schema.Attribute.Type.STRING, true),
                        sub("type", Schema.Attribute.Type.STRING, false),
                        sub("primary", Schema.Attribute.Type.BOOLEAN, false),
                        sub("verified", Schema.Attribute.Type.BOOLEAN, false),
                        sub("rank", Schema.Attribute.Type.INTEGER, false),
                        sub("seen", Schema.Attribute.Type.DATE_TIME, false),
                        sub("tags", Schema.Attribute.Type.STRING, false).setMultiValued(true),
                        sub("cert", Schema.Attribute.Type.BINARY, false),
                        sub("$ref", Schema.Attribute.Type.REFERENCE, false)),
                Schema.Attribute.AddAction.REPLACE);
    }

    private static final String ELEMENT = """
            {"value":"Bob@Example.com","code":"AbC","type":"work","rank":10,"verified":true,
             "seen":"2026-11-24T12:00:00+02:00","tags":["Red","Blue"],"cert":"QUJD","display":null}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TYPE eq \"WORK\"                         | true",
                "type eq \"home\"                         | false",
                "value co \"EXAMPLE\"                     | true",
                "value sw \"bob\"                         | true",
                "value ew \".COM\"                        | true",
                "value ew \"bob\"                         | false",
                "code eq \"AbC\"                          | true",
                "code eq \"abc\"                          | false",
                "cert eq \"QUJD\"                         | true",
                "cert eq \"qujd\"                         | false",
                "rank gt 9                                | true",
                "rank eq 10.0                             | true",
                "rank lt 10                               | false",
                "rank le 10                               | true",
                "rank ge 11                               | false",
                "seen eq \"2026-11-24T10:00:00Z\"         | true",
                "seen gt \"2026-11-24T11:00:00Z\"         | false",
                "tags eq \"blue\"                         | true",
                "tags ne \"blue\"                         | true",
                "tags eq \"green\"                        | false",
                "value gt \"boa\"                         | true",
                "type eq \"work\" and value eq \"x\"      | false",
                "type eq \"work\" or value eq \"x\"       | true",
                "not (type eq \"home\") and (value pr)    | true",
                "type eq null                             | false",
                "type ne null                             | true",
                "type pr                                  | true",
            })
    void an_element_is_asked_by_type_and_case_rule(String filter, boolean matches) {
        assertThat(matches(filter, ELEMENT)).isEqualTo(matches);
    }

    @ParameterizedTest
    @Tag("FIL-23")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                  | false | true  | false | true",
                "{\"type\":null}     | false | true  | false | true",
                "{\"type\":\"x\"}    | true  | false | true  | false",
                "{\"type\":\"y\"}    | false | true  | true  | false",
                "{\"type\":\"\"}     | false | true  | false | true",
                // What nobody sees is compared as the empty text, here as in SQL.
                "{\"type\":\"\\u200b\"} | false | true | false | true",
            })
    void absence_is_different_from_every_value(String element, boolean eq, boolean ne, boolean pr, boolean isNull) {
        assertThat(matches("type eq \"x\"", element)).isEqualTo(eq);
        assertThat(matches("type ne \"x\"", element)).isEqualTo(ne);
        assertThat(matches("not (type eq \"x\")", element)).isEqualTo(!eq);
        assertThat(matches("type pr", element)).isEqualTo(pr);
        assertThat(matches("type eq null", element)).isEqualTo(isNull);
    }

    @ParameterizedTest
    @Tag("E31")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"primary\":true}     | true",
                "{\"primary\":\"True\"} | true",
                "{\"Primary\":true}     | true",
                "{\"primary\":false}    | false",
                "{\"primary\":\"False\"}| false",
                "{\"primary\":null}     | false",
                "{}                     | false",
            })
    void an_absent_primary_is_false_and_text_counts_as_boolean(String element, boolean primary) {
        assertThat(matches("primary eq \"True\"", element)).isEqualTo(primary);
        assertThat(matches("primary eq true", element)).isEqualTo(primary);
        assertThat(matches("primary eq false", element)).isEqualTo(!primary);
        assertThat(matches("primary ne true", element)).isEqualTo(!primary);
        assertThat(matches("primary ne \"false\"", element)).isEqualTo(primary);
    }

    @Test
    void another_boolean_has_no_default() {
        assertThat(matches("verified eq false", "{}")).isFalse();
        assertThat(matches("verified ne true", "{}")).isTrue();
    }

    @Test
    void text_is_ordered_by_code_point_beyond_the_basic_plane() {
        assertThat(matches("code gt \"\uffe8\"", "{\"code\":\"\ud83d\ude00\"}")).isTrue();
    }

    @ParameterizedTest
    @Tag("FIL-14")
    @ValueSource(strings = {"nosuch eq \"x\"", "nosuch pr", "type eq \"work\" or nosuch pr", "$ref pr"})
    void an_unknown_or_computed_sub_attribute_is_refused(String filter) {
        assertRefused(filter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "primary gt true",
                "primary co \"t\"",
                "primary eq \"yes\"",
                "primary eq 1",
                "rank co 1",
                "rank eq \"10\"",
                "rank eq true",
                "seen co \"2026\"",
                "seen eq \"yesterday\"",
                "seen eq \"2026-13-01T00:00:00Z\"",
                "seen gt 5",
                "cert gt \"a\"",
                "type eq 5",
                "type eq true",
                "type gt null",
            })
    @Tag("FIL-09")
    @Tag("FIL-10")
    @Tag("FIL-30")
    void an_operator_or_a_literal_that_does_not_suit_is_refused(String filter) {
        assertRefused(filter);
    }

    private static void assertRefused(String filter) {
        assertThatThrownBy(() -> matches(filter, "{}"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalidFilter"));
    }

    private static boolean matches(String filter, String element) {
        FilterExpression inside = Objects.requireNonNull(
                PathParser.parse("things[" + filter + "]").valueFilter());
        try {
            return ElementMatcher.matches(
                    DialectRules.TOLERANT, inside, (ObjectNode) new ObjectMapper().readTree(element), LIST);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Schema.Attribute sub(String name, Schema.Attribute.Type type, boolean caseExact) {
        return new Schema.Attribute()
                .setName(name)
                .setType(type)
                .setCaseExact(caseExact)
                .setReturned(Schema.Attribute.Returned.DEFAULT);
    }
}
