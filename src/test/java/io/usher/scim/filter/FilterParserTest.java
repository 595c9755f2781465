package io.usher.scim.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usher.platform.Problem;
import java.math.BigDecimal;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.AttributePresentExpression;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.GroupExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.filter.ValuePathExpression;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class FilterParserTest {

    @ParameterizedTest
    @Tag("FIL-02")
    @Tag("FIL-03")
    @CsvSource(
            delimiter = '|',
            value = {
                "a pr or b pr and c pr            | (a or (b and c))",
                "a pr and b pr or c pr            | ((a and b) or c)",
                "(a pr or b pr) and c pr          | ({(a or b)} and c)",
                "not (a pr) and b pr or c pr      | ((!{a} and b) or c)",
                "not(a pr or b pr) and c pr       | (!{(a or b)} and c)",
                "a pr or not (b pr) and not (c pr)| (a or (!{b} and !{c}))",
                "a pr and b pr and c pr           | ((a and b) and c)",
                "a pr or b pr or c pr             | ((a or b) or c)",
                "(a pr)and(b pr)                  | ({a} and {b})",
            })
    void brackets_bind_tighter_than_not_then_and_then_or(String filter, String shape) {
        assertThat(shape(FilterParser.parse(filter))).isEqualTo(shape);
    }

    @Test
    @Tag("FIL-01")
    void names_and_operators_are_read_in_any_case() {
        assertThat(shape(FilterParser.parse("NOT (UserName EQ \"John\") OR title Pr AND x gE 1")))
                .isEqualTo("(!{UserName EQ John} or (title and x GE 1))");
    }

    @ParameterizedTest
    @Tag("FIL-01")
    @ValueSource(strings = {"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"})
    void every_operator_of_the_rfc_is_read(String operator) {
        assertThat(shape(FilterParser.parse("title " + operator + " \"x\"")))
                .isEqualTo("title " + operator.toUpperCase(java.util.Locale.ROOT) + " x");
    }

    @Test
    @Tag("FIL-04")
    void not_needs_no_space_before_its_bracket() {
        assertThat(FilterParser.parse("not(title pr)")).isEqualTo(FilterParser.parse("not (title pr)"));
    }

    @ParameterizedTest
    @Tag("FIL-05")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"a\\\"b\\u00e9\"   | a\"bé",
                "\"\\ud83d\\ude00\"  | 😀",
                "\"😀\"              | 😀",
                "\"\\\\ \\/ \\u0041\"| \\ / A",
                "\"日本 שלום\"        | 日本 שלום",
                "\"%_''; drop\"      | %_''; drop",
            })
    void strings_are_json_strings_with_escapes_decoded(String literal, String value) {
        assertThat(value("title eq " + literal)).isEqualTo(value);
    }

    @Test
    @Tag("FIL-05")
    void values_are_json_literals() {
        assertThat(value("a eq true")).isEqualTo(true);
        assertThat(value("a eq false")).isEqualTo(false);
        assertThat(value("a eq null")).isNull();
        assertThat(value("a eq -12.50")).isEqualTo(new BigDecimal("-12.50"));
        assertThat(value("a eq 1e+3")).isEqualTo(new BigDecimal("1e3"));
        assertThat(value("a eq 1E-3")).isEqualTo(new BigDecimal("1e-3"));
        assertThat(value("a eq \"\\t\\n\\r\\b\\f\"")).isEqualTo("\t\n\r\b\f");
    }

    @ParameterizedTest
    @Tag("FIL-12")
    @ValueSource(
            strings = {
                "",
                " ",
                "userName",
                "userName eq",
                "userName eq ",
                "eq \"x\"",
                "userName eq \"x",
                "userName eq \"x\" userName pr",
                "userName eq \"x\" and",
                "userName eq \"x\" and or title pr",
                "(userName pr",
                "userName pr)",
                "()",
                "not userName pr",
                "not ()",
                "not",
                "a.b.c pr",
                "emails[]",
                "emails[type pr",
                "emails[type pr]]",
                "emails type pr]",
                "emails[emails.type pr]",
                "[type pr]",
                "emails[type pr].value",
                "emails[type pr].value.x pr",
                "userName eq 'x'",
                "urn:x:Userpr",
                "http:User:userName pr",
                "a eq 01",
                "a eq 1.",
                "a eq .5",
                "a eq +1",
                "a eq TRUE",
                "a eq 1e999",
                "a eq 1e9999999999",
                "a eq 1111111111111111111111111111111111111111111111111111111111111111",
                "a eq \"\\x\"",
                "a eq \"\\u12\"",
                "a eq \"\\u12é4\"",
                "a eq \"tab\there\"",
            })
    void what_the_grammar_does_not_allow_is_refused(String filter) {
        assertRefused(filter);
    }

    @ParameterizedTest
    @Tag("FIL-32")
    @ValueSource(strings = {"\"\\u0000\"", "\"\\ud800\"", "\"\\ude00\"", "\"\\ud800x\"", "\"\\ud800\\u0041\""})
    void a_nul_or_half_a_character_is_refused(String literal) {
        assertRefused("title eq " + literal);
    }

    @ParameterizedTest
    @Tag("FIL-13")
    @ValueSource(strings = {"externalId eq jyoung", "userName eq bob", "userName eq null0"})
    void a_text_without_quotes_is_not_guessed(String filter) {
        assertThatThrownBy(() -> FilterParser.parse(filter)).hasMessageContaining("a text in double quotes");
    }

    @Test
    @Tag("FIL-11")
    void an_unknown_operator_is_named_with_its_place() {
        assertThatThrownBy(() -> FilterParser.parse("userName regex \"x\""))
                .hasMessage(
                        "The filter is not understood at character 10: expected an operator (eq, ne, co, sw, ew, pr, gt, ge, lt or le).");
    }

    @Test
    void a_refusal_repeats_nothing_of_the_filter() {
        assertThatThrownBy(() -> FilterParser.parse("userName eq someone@example.com"))
                .hasMessageContaining("at character 13")
                .hasMessageNotContaining("someone");
    }

    @Test
    @Tag("FIL-24")
    void the_last_colon_ends_the_urn_and_dots_inside_it_stay() {
        String urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        assertThat(comparison(urn + ":department eq \"x\"").getAttributePath())
                .isEqualTo(AttributeNames.reference(urn, "department", null));
        assertThat(comparison(urn + ":manager.value eq \"x\"").getAttributePath())
                .isEqualTo(AttributeNames.reference(urn, "manager", "value"));
        assertThat(comparison("name.givenName eq \"x\"").getAttributePath())
                .isEqualTo(AttributeNames.reference(null, "name", "givenName"));
        assertThat(comparison("members.$ref eq \"x\"").getAttributePath())
                .isEqualTo(AttributeNames.reference(null, "members", "$ref"));
    }

    @Test
    @Tag("FIL-18")
    @Tag("FIL-19")
    void a_value_path_holds_a_whole_filter_and_stands_among_others() {
        assertThat(shape(FilterParser.parse(
                        "emails[type eq \"work\" and not (value ew \"x\" or display pr)] or ims[ type eq \"xmpp\" ]")))
                .isEqualTo("(emails[(type EQ work and !{(value EW x or display)})] or ims[type EQ xmpp])");
    }

    @Test
    @Tag("FIL-20")
    void a_value_path_inside_another_is_refused() {
        assertThatThrownBy(() -> FilterParser.parse("a[b eq 1 and c[d eq 2]]"))
                .hasMessageContaining("no [ ] inside another");
    }

    @Test
    @Tag("FIL-21")
    void a_comparison_behind_the_brackets_is_asked_of_the_same_element() {
        assertThat(shape(FilterParser.parse("emails[type eq \"work\"].value eq \"x\" and active eq true")))
                .isEqualTo("(emails[({type EQ work} and value EQ x)] and active EQ true)");
        assertThat(shape(FilterParser.parse("emails[type eq \"a\" or type eq \"b\"].value sw \"x\"")))
                .isEqualTo("emails[({(type EQ a or type EQ b)} and value SW x)]");
    }

    private static void assertRefused(String filter) {
        assertThatThrownBy(() -> FilterParser.parse(filter))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalidFilter"));
    }

    private static AttributeComparisonExpression comparison(String filter) {
        return (AttributeComparisonExpression) FilterParser.parse(filter);
    }

    private static @Nullable Object value(String filter) {
        return comparison(filter).getCompareValue();
    }

    /** How the expression is nested: {@code {…}} for written brackets, {@code (…)} for a pair. */
    private static String shape(FilterExpression expression) {
        if (expression instanceof LogicalExpression pair) {
            return "(%s %s %s)"
                    .formatted(
                            shape(pair.getLeft()),
                            pair.getOperator().name().toLowerCase(java.util.Locale.ROOT),
                            shape(pair.getRight()));
        }
        if (expression instanceof GroupExpression group) {
            return (group.isNot() ? "!{" : "{") + shape(group.getFilterExpression()) + "}";
        }
        if (expression instanceof ValuePathExpression path) {
            return path.getAttributePath() + "[" + shape(path.getAttributeExpression()) + "]";
        }
        if (expression instanceof AttributePresentExpression present) {
            return name(present.getAttributePath());
        }
        AttributeComparisonExpression comparison = (AttributeComparisonExpression) expression;
        return name(comparison.getAttributePath()) + " " + comparison.getOperation() + " "
                + comparison.getCompareValue();
    }

    private static String name(AttributeReference attribute) {
        return attribute.getFullyQualifiedAttributeName();
    }
}
