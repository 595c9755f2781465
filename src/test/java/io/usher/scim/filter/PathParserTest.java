package io.usher.scim.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usher.platform.Problem;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class PathParserTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";

    @Test
    @Tag("PAT-12")
    void every_form_of_the_grammar_is_read_with_and_without_a_urn() {
        assertPath("title", null, "title", null, false);
        assertPath("name.givenName", null, "name", "givenName", false);
        assertPath("emails[type eq \"work\"]", null, "emails", null, true);
        assertPath("emails[type eq \"work\"].value", null, "emails", "value", true);
        assertPath(USER + ":title", USER, "title", null, false);
        assertPath(USER + ":emails[type eq \"work\"].value", USER, "emails", "value", true);
        assertPath(ENTERPRISE + ":manager.value", ENTERPRISE, "manager", "value", false);
        assertPath("members.$ref", null, "members", "$ref", false);
    }

    @Test
    @Tag("PAT-49")
    void a_urn_alone_keeps_its_whole_text() {
        assertThat(PathParser.parse(ENTERPRISE).attribute().getFullyQualifiedAttributeName())
                .isEqualTo(ENTERPRISE);
        assertThat(PathParser.parse("urn:example:badge:2.0").attribute().getFullyQualifiedAttributeName())
                .isEqualTo("urn:example:badge:2.0");
        assertThat(PathParser.parse(ENTERPRISE).subAttribute()).isNull();
    }

    @ParameterizedTest
    @Tag("PAT-13")
    @ValueSource(
            strings = {
                "",
                " ",
                "emails[",
                "emails[type eq",
                "emails[type eq \"work\"",
                "emails[type eq \"]\"",
                "emails]",
                "emails[type eq \"work\"]]",
                "emails[type eq \"work\"]value",
                "emails[type eq \"work\"].",
                "emails.value[type eq \"work\"]",
                "[type eq \"work\"]",
                "title title",
                "1title",
                "title.",
                ".title",
                "name,title",
            })
    void a_malformed_path_is_refused(String path) {
        assertRefused(path, "invalidPath");
    }

    @ParameterizedTest
    @Tag("PAT-15")
    @ValueSource(strings = {"a.b.c", "emails[type eq \"work\"].value.x", ENTERPRISE + ":manager.value.x"})
    void more_than_two_levels_are_refused(String path) {
        assertRefused(path, "invalidPath");
    }

    @ParameterizedTest
    @Tag("PAT-13")
    @ValueSource(
            strings = {
                "emails[]",
                "emails[type]",
                "emails[type is \"work\"]",
                "emails[type eq work]",
                "emails[emails.type eq \"work\"]",
                "emails[a[b pr]]"
            })
    void a_wrong_filter_between_the_brackets_is_a_filter_error(String path) {
        assertRefused(path, "invalidFilter");
    }

    private static void assertPath(
            String path, @Nullable String urn, String name, @Nullable String sub, boolean filtered) {
        PatchPath parsed = PathParser.parse(path);
        AttributeReference attribute = parsed.attribute();
        assertThat(attribute.getUrn()).isEqualTo(urn);
        assertThat(attribute.getAttributeName()).isEqualTo(name);
        assertThat(parsed.subAttribute()).isEqualTo(sub);
        assertThat(parsed.valueFilter() != null).isEqualTo(filtered);
    }

    private static void assertRefused(String path, String code) {
        assertThatThrownBy(() -> PathParser.parse(path))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
