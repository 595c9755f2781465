package io.usher.scim.dialect;

import static io.usher.scim.dialect.Speaker.ENTERPRISE;
import static io.usher.scim.dialect.Speaker.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the path of an operation may select, and what becomes of the rest. */
@QuarkusTest
class PatchPathsTest {

    @ParameterizedTest
    @Tag("PAT-23")
    @Tag("PAT-39")
    @Tag("AMB-03")
    @CsvSource({"tolerant, 200, 4", "rfc, 400 noTarget, 3", "interop-strict, 400 noTarget, 3"})
    void a_replacement_of_what_is_not_there_makes_it_or_has_no_target(String dialect, String expected, int emails) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        expect(idp, user, "{'op':'replace','path':'emails[type eq \\'other\\'].value','value':'4@x'}", expected);
        assertThat(idp.get(user).body().path("emails")).hasSize(emails);
        expect(idp, user, "{'op':'replace','path':'phoneNumbers[type eq \\'fax\\'].value','value':''}", expected);
    }

    @ParameterizedTest
    @Tag("PAT-22")
    @Tag("AMB-04")
    @CsvSource({"tolerant, 200, 4", "rfc, 200, 4", "interop-strict, 400 noTarget, 3"})
    void an_addition_to_what_is_not_there_makes_it(String dialect, String expected, int emails) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        expect(idp, user, "{'op':'add','path':'emails[type eq \\'other\\'].value','value':'4@x'}", expected);
        assertThat(idp.get(user).body().path("emails")).hasSize(emails);
    }

    @ParameterizedTest
    @Tag("PAT-29")
    @Tag("AMB-02")
    @CsvSource({"tolerant, 200", "rfc, 200", "interop-strict, 400 noTarget"})
    void a_removal_of_what_is_not_there_is_done_or_has_no_target(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        Reply before = idp.get(user);
        expect(idp, user, "{'op':'remove','path':'emails[type eq \\'other\\'].value'}", expected);
        expect(idp, user, "{'op':'remove','path':'phoneNumbers[type eq \\'fax\\'].value'}", expected);
        expect(idp, user, "{'op':'remove','path':'phoneNumbers'}", "200");
        assertThat(idp.get(user)).isEqualTo(before);
    }

    @ParameterizedTest
    @Tag("PAT-28")
    @ValueSource(strings = {"tolerant", "rfc", "interop-strict"})
    void removing_a_member_that_is_none_is_done_in_every_dialect(String dialect) {
        Connector idp = Speaker.of(dialect);
        String ada = idp.create("ada").demand(201).id();
        String group = "/Groups/" + idp.group("g");
        Reply before = idp.get(group);
        expect(idp, group, "{'op':'remove','path':'members[value eq \\'" + ada + "\\']'}", "204");
        expect(idp, group, "{'op':'remove','path':'members','value':[{'value':'" + ada + "'}]}", "204");
        assertThat(idp.get(group)).isEqualTo(before);
    }

    @ParameterizedTest
    @Tag("PAT-62")
    @Tag("INT-12")
    @CsvSource({"tolerant, 200", "rfc, 200", "interop-strict, 400 invalidPath"})
    void a_path_with_a_filter_names_a_part(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        String path = "'path':'emails[type eq \\'home\\']'";
        expect(idp, user, "{'op':'add'," + path + ",'value':{'display':'x'}}", expected);
        expect(idp, user, "{'op':'replace'," + path + ",'value':{'value':'5@x'}}", expected);
        expect(idp, user, "{'op':'remove'," + path + "}", expected);
        assertThat(idp.get(user).body().path("emails")).hasSize(expected.equals("200") ? 2 : 3);
    }

    @ParameterizedTest
    @Tag("PAT-62")
    @CsvSource({"tolerant, 200", "rfc, 200", "interop-strict, 400 invalidFilter"})
    void a_filter_in_a_path_may_select_several(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        String path = "'path':'emails[type eq \\'work\\'].display'";
        expect(idp, user, "{'op':'replace'," + path + ",'value':'x'}", expected);
        expect(idp, user, "{'op':'add'," + path + ",'value':'x'}", expected);
        expect(idp, user, "{'op':'remove'," + path + "}", expected);
        expect(idp, user, "{'op':'add','path':'emails[type eq \\'home\\'].display','value':'x'}", "200");
    }

    @ParameterizedTest
    @Tag("PAT-62")
    @Tag("INT-12")
    @CsvSource({
        "tolerant, 204, 400 mutability",
        "rfc, 204, 400 mutability",
        "interop-strict, 400 invalidFilter, 400 invalidPath"
    })
    void one_member_is_removed_by_its_path_in_every_dialect(String dialect, String two, String changed) {
        Connector idp = Speaker.of(dialect);
        String ada = idp.create("ada").demand(201).id();
        String bob = idp.create("bob").demand(201).id();
        String group = "/Groups/" + idp.createGroup("g", ada, bob);
        String isAda = "value eq \\'" + ada + "\\'";
        expect(idp, group, "{'op':'replace','path':'members[" + isAda + "]','value':{'value':'" + bob + "'}}", changed);
        expect(idp, group, "{'op':'remove','path':'members[" + isAda + "]'}", "204");
        assertThat(idp.get(group).body().path("members")).hasSize(1);
        expect(idp, group, "{'op':'remove','path':'members[" + isAda + " or value eq \\'" + bob + "\\']'}", two);
    }

    @ParameterizedTest
    @Tag("PAT-36")
    @Tag("INT-11")
    @Tag("AMB-05")
    @CsvSource({"tolerant, Ada", "rfc, Ada", "interop-strict, ''"})
    void a_replacement_of_a_complex_value_merges_or_replaces_it(String dialect, String givenName) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        JsonNode name = patched(idp, user, "{'op':'replace','path':'name','value':{'familyName':'King'}}", "name");
        assertThat(name.path("familyName").asText()).isEqualTo("King");
        assertThat(name.path("givenName").asText()).isEqualTo(givenName);
        JsonNode part = patched(idp, user, "{'op':'replace','path':'name.givenName','value':'A'}", "name");
        assertThat(part.path("familyName").asText()).as("of a part").isEqualTo("King");
    }

    @ParameterizedTest
    @Tag("INT-11")
    @Tag("PAT-17")
    @Tag("PAT-18")
    @Tag("PAT-19")
    @Tag("PAT-35")
    @ValueSource(strings = {"tolerant", "rfc", "interop-strict"})
    void the_other_additions_and_replacements_are_alike_in_every_dialect(String dialect) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        assertThat(patched(idp, user, "{'op':'add','path':'title','value':'a'}", "title")
                        .asText())
                .isEqualTo("a");
        assertThat(patched(idp, user, "{'op':'replace','path':'title','value':'b'}", "title")
                        .asText())
                .isEqualTo("b");
        assertThat(patched(idp, user, "{'op':'add','path':'name','value':{'middleName':'K'}}", "name")
                        .path("givenName")
                        .asText())
                .isEqualTo("Ada");
        assertThat(patched(idp, user, "{'op':'add','path':'emails','value':[{'value':'4@x'}]}", "emails"))
                .hasSize(4);
        assertThat(patched(idp, user, "{'op':'replace','path':'emails','value':[{'value':'5@x'}]}", "emails"))
                .hasSize(1);
        assertThat(patched(idp, user, "{'op':'add','path':'" + ENTERPRISE + "','value':{'department':'D'}}", ENTERPRISE)
                        .path("department")
                        .asText())
                .isEqualTo("D");
    }

    private static JsonNode patched(Connector idp, String user, String operation, String attribute) {
        return idp.patch(user, operation).demand(200).body().path(attribute);
    }

    private static void expect(Connector idp, String resource, String operation, String expected) {
        Reply reply = idp.patch(resource, operation);
        assertThat(outcome(reply)).as(operation + ": " + reply.text()).isEqualTo(expected);
    }
}
