package io.usher.scim.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionTest {

    private static final ScimSchemas SCHEMAS = new ScimSchemas();

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static final String JO = """
            {"schemas": ["s"], "id": "1", "userName": "jo", "name": {"givenName": "Jo", "familyName": "Do"},
             "emails": [{"value": "a", "type": "work"}, {"value": "b", "type": "home"}],
             "%s": {"department": "D", "division": "V", "manager": {"value": "7"}},
             "meta": {"created": "c", "version": "v"}}""".formatted(ENTERPRISE);

    @Test
    void without_a_wish_all_is_returned() {
        assertThat(project(null, " ")).isEqualTo(json(JO));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "userName                   | {'userName':'jo'}",
                "' USERNAME , nosuch,, .'   | {'userName':'jo'}",
                "nosuch                     | {}",
                "name.GIVENNAME             | {'name':{'givenName':'Jo'}}",
                "emails.value               | {'emails':[{'value':'a'},{'value':'b'}]}",
                "emails.primary             | {}",
                "meta.created               | {'meta':{'created':'c'}}",
                "urn:ietf:params:scim:schemas:core:2.0:User:userName | {'userName':'jo'}",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department | {'ENT':{'department':'D'}}",
                "URN:ietf:params:scim:schemas:extension:enterprise:2.0:User"
                        + " | {'ENT':{'department':'D','division':'V','manager':{'value':'7'}}}",
                "manager                    | {'ENT':{'manager':{'value':'7'}}}",
                "urn:ietf:params:scim:schemas:core:2.0:User"
                        + " | {'userName':'jo','name':{'givenName':'Jo','familyName':'Do'},"
                        + "'emails':[{'value':'a','type':'work'},{'value':'b','type':'home'}]}"
            })
    @Tag("PRJ-02")
    @Tag("PRJ-04")
    @Tag("PRJ-05")
    @Tag("PRJ-06")
    @Tag("PRJ-10")
    void only_what_is_named_comes_with_what_always_comes(String attributes, String rest) {
        ObjectNode expected = json(rest.replace('\'', '"').replace("ENT", ENTERPRISE));
        expected.set("schemas", json(JO).get("schemas"));
        expected.set("id", json(JO).get("id"));
        assertThat(project(attributes, null)).isEqualTo(expected);
    }

    @Test
    @Tag("PRJ-03")
    @Tag("SCH-21")
    void what_is_excluded_goes_but_for_what_always_comes() {
        assertThat(project(null, "id, schemas,emails.type,name,meta.version,manager,userName,nosuch"))
                .isEqualTo(json("""
                {"schemas": ["s"], "id": "1", "emails": [{"value": "a"}, {"value": "b"}],
                 "%s": {"department": "D", "division": "V"}, "meta": {"created": "c"}}""".formatted(ENTERPRISE)));
    }

    @Test
    @Tag("PRJ-04")
    void a_whole_extension_can_be_excluded() {
        ObjectNode expected = json(JO);
        expected.remove(ENTERPRISE);
        assertThat(project(null, ENTERPRISE)).isEqualTo(expected);
    }

    @Test
    @Tag("PRJ-07")
    void both_wishes_at_once_are_refused() {
        assertThatThrownBy(() -> project("userName", "name"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalidValue"));
    }

    @ParameterizedTest
    @Tag("PRJ-08")
    @CsvSource({
        ",, true",
        ", members, false",
        ", 'displayName, MEMBERS', false",
        ", urn:ietf:params:scim:schemas:core:2.0:Group:members, false",
        ", members.display, true",
        "displayName,, false",
        "members.value,, true",
        "id,, false"
    })
    void says_whether_members_are_wanted(@Nullable String attributes, @Nullable String excluded, boolean wanted) {
        assertThat(Projection.of(SCHEMAS.group(), attributes, excluded).wants("members"))
                .isEqualTo(wanted);
    }

    @Test
    @Tag("SCH-04")
    void an_extension_whose_file_was_taken_away_is_neither_shown_nor_listed() {
        ObjectNode stored = json(JO);
        stored.withArray("schemas").add("urn:acme:gone");
        stored.putObject("urn:acme:gone").put("a", "b");
        assertThat(Projection.of(SCHEMAS.user(), null, null).apply(stored)).isEqualTo(json(JO));
    }

    @Test
    void says_whether_an_extension_is_wanted() {
        assertThat(Projection.of(SCHEMAS.user(), "manager", null).wants(ENTERPRISE))
                .isTrue();
        assertThat(Projection.of(SCHEMAS.user(), "userName", null).wants(ENTERPRISE))
                .isFalse();
        assertThat(Projection.of(SCHEMAS.user(), null, ENTERPRISE).wants(ENTERPRISE))
                .isFalse();
    }

    private static ObjectNode project(@Nullable String attributes, @Nullable String excluded) {
        return Projection.of(SCHEMAS.user(), attributes, excluded).apply(json(JO));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
