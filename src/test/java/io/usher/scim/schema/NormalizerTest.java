package io.usher.scim.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizerTest {

    private static final ScimSchemas SCHEMAS = new ScimSchemas();

    @Test
    @Tag("SCH-01")
    @Tag("SCH-02")
    void names_and_urns_in_any_case_become_canonical() {
        assertThat(user("""
                {"USERNAME": "x", "Name": {"GIVENNAME": "G"},
                 "URN:IETF:params:scim:schemas:extension:ENTERPRISE:2.0:user": {"Department": "D"}}""")).isEqualTo(json("""
                {"userName": "x", "name": {"givenName": "G"},
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "D"}}"""));
    }

    @Test
    @Tag("SCH-18")
    @Tag("O10")
    @Tag("RES-26")
    void what_is_readOnly_or_derived_is_ignored() {
        assertThat(user("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1", "meta": {"created": 1999},
                 "groups": [{"value": "g"}], "userName": "x", "externalId": "E",
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"displayName": "M"}},
                 "urn:ietf:params:scim:schemas:extension:usher:2.0:User": {"requestedSeatType": "full", "seatStatus": "assigned"}}""")).isEqualTo(json("""
                {"userName": "x", "externalId": "E",
                 "urn:ietf:params:scim:schemas:extension:usher:2.0:User": {"requestedSeatType": "full"}}"""));
    }

    @Test
    @Tag("SCH-07")
    @Tag("SCH-08")
    void null_empty_list_and_empty_text_are_no_value() {
        assertThat(user("""
                {"userName": "x", "title": null, "nickName": "", "emails": [], "roles": null, "name": {"givenName": null},
                 "addresses": [{}], "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": ""}}""")).isEqualTo(json("{\"userName\": \"x\"}"));
    }

    @Test
    @Tag("SCH-33")
    @Tag("RES-05")
    @Tag("SCH-05")
    void unknown_attributes_are_ignored_and_a_password_is_one() {
        assertThat(user("""
                {"userName": "x", "password": "p", "foo": {"bar": [1]}, "employeeNumber": "1", "urn:x:y": {"a": 1},
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"managerId": "7"}}}""")).isEqualTo(json("{\"userName\": \"x\"}"));
    }

    @ParameterizedTest
    @Tag("SCH-09")
    @Tag("E11")
    @CsvSource({
        "true, true",
        "false, false",
        "'\"True\"', true",
        "'\"False\"', false",
        "'\"true\"', true",
        "'\"false\"', false"
    })
    void booleans_may_be_text(String sent, boolean kept) {
        assertThat(user("{\"userName\": \"x\", \"active\": " + sent + "}").path("active"))
                .isEqualTo(BooleanNode.valueOf(kept));
    }

    @ParameterizedTest
    @Tag("CRE-05")
    @Tag("SCH-12")
    @Tag("RES-12")
    @CsvSource(
            delimiter = '|',
            value = {
                "active        | \"yes\"                                  | active must be true or false.",
                "active        | 1                                        | active must be true or false.",
                "title         | 7                                        | title must be text, not number.",
                "displayName   | {\"a\": 1}                               | displayName must be text, not object.",
                "displayName   | [\"a\"]                                  | displayName must be text, not array.",
                "emails        | \"x\"                                    | emails must be an object.",
                "emails        | [null]                                   | emails must not hold null as an element.",
                "emails        | [{\"value\": false}]                     | emails.value must be text, not boolean.",
                "name          | \"Jo\"                                   | name must be an object.",
                "name          | [{}, {}]                                 | name holds one value, not a list.",
                "x509Certificates | [{\"value\": \"!!\"}]                 | x509Certificates.value must be base64.",
                "x509Certificates | [{\"value\": \"-----BEGIN CERTIFICATE-----\\nQUJD\\n-----END CERTIFICATE-----\"}]"
                        + " | x509Certificates.value must be base64.",
                "roles         | [{\"primary\": \"maybe\"}]               | roles.primary must be true or false."
            })
    void a_value_of_the_wrong_type_is_refused_by_name(String attribute, String value, String detail) {
        refuses("{\"userName\": \"x\", \"" + attribute + "\": " + value + "}", "invalidValue")
                .withMessage(detail);
    }

    @ParameterizedTest
    @Tag("RES-01")
    @Tag("SCH-17")
    @ValueSource(strings = {"{}", "{\"userName\": null}", "{\"userName\": \"\"}", "{\"userName\": \"  \"}"})
    void a_user_without_userName_is_refused(String body) {
        refuses(body, "invalidValue").withMessage("userName is required and must not be empty.");
    }

    @Test
    @Tag("RES-18")
    void a_group_without_displayName_is_refused() {
        assertThatThrownBy(() ->
                        new Normalizer(SCHEMAS.group(), DialectRules.TOLERANT).document(json("{\"members\": []}")))
                .hasMessage("displayName is required and must not be empty.");
    }

    @ParameterizedTest
    @Tag("CRE-08")
    @ValueSource(strings = {"[]", "[\"urn:ietf:params:scim:schemas:core:2.0:Group\"]", "\"x\"", "{}", "[7]"})
    void schemas_that_do_not_name_the_type_are_refused(String schemas) {
        refuses("{\"userName\": \"x\", \"schemas\": " + schemas + "}", "invalidSyntax");
    }

    @Test
    @Tag("E10")
    void foreign_schemas_beside_the_core_schema_are_let_pass() {
        assertThat(new Normalizer(SCHEMAS.group(), DialectRules.TOLERANT).document(json("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group",
                  "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"], "displayName": "g"}""")))
                .isEqualTo(json("{\"displayName\": \"g\"}"));
    }

    @ParameterizedTest
    @Tag("PAT-52")
    @ValueSource(strings = {"\"7\"", "{\"value\": \"7\"}", "[{\"value\": \"7\", \"$ref\": \"http://x/7\"}]", "[\"7\"]"})
    void a_manager_is_understood_in_every_shape(String manager) {
        assertThat(
                        user("{\"userName\": \"x\", \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\": {\"manager\": "
                                        + manager + "}}")
                                .at("/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager"))
                .isEqualTo(json("{\"value\": \"7\"}"));
    }

    @Test
    @Tag("AMB-37")
    void one_element_may_come_without_its_list() {
        assertThat(user("{\"userName\": \"x\", \"emails\": {\"value\": \"a@b\", \"type\": \"work\"}}")
                        .path("emails"))
                .isEqualTo(json("[{\"value\": \"a@b\", \"type\": \"work\"}]"));
    }

    @Test
    @Tag("SCH-32")
    void a_type_that_nobody_proposed_is_kept() {
        assertThat(user("{\"userName\": \"x\", \"emails\": [{\"value\": \"a@b\", \"type\": \"pager\"}]}")
                        .path("emails"))
                .isEqualTo(json("[{\"value\": \"a@b\", \"type\": \"pager\"}]"));
    }

    @Test
    @Tag("SCH-06")
    void attributes_may_come_in_any_order() {
        String enterprise = "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\": {\"department\": \"D\"}";
        String name = "\"userName\": \"x\"";
        String schemas = "\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"]";
        String emails = "\"emails\": [{\"type\": \"work\", \"value\": \"a@b\"}]";
        assertThat(user("{" + String.join(",", emails, enterprise, name, schemas) + "}"))
                .isEqualTo(user("{" + String.join(",", schemas, name, enterprise, emails) + "}"))
                .isNotEqualTo(user("{" + name + "}"));
    }

    @Test
    @Tag("SCH-29")
    void two_primary_elements_are_refused() {
        refuses("""
                {"userName": "x", "emails": [{"value": "a", "primary": true}, {"value": "b", "primary": "True"}]}""", "invalidValue").withMessage("emails has more than one element with primary true.");
    }

    @Test
    @Tag("SCH-30")
    @Tag("SCH-31")
    void elements_of_equal_type_and_value_become_one() {
        assertThat(user("""
                {"userName": "x", "emails": [{"value": "a@b", "type": "work"}, {"value": "A@B", "type": "Work", "primary": true},
                 {"value": "a@b", "type": "home"}], "addresses": [{"type": "work", "locality": "A"}, {"type": "work", "locality": "B"}]}""")).isEqualTo(json("""
                {"userName": "x", "emails": [{"value": "A@B", "type": "Work", "primary": true}, {"value": "a@b", "type": "home"}],
                 "addresses": [{"type": "work", "locality": "A"}, {"type": "work", "locality": "B"}]}"""));
    }

    @ParameterizedTest
    @Tag("T18")
    @ValueSource(strings = {"a\\u0000b", "\\ud83d", "\\udc4d\\ud83d"})
    void text_that_cannot_be_stored_is_refused(String text) {
        refuses("{\"userName\": \"x\", \"title\": \"" + text + "\"}", "invalidValue");
    }

    @Test
    @Tag("T18")
    void a_userName_may_hold_emoji_but_nothing_invisible() {
        assertThat(user("{\"userName\": \"👍 Jo\"}").path("userName").asText()).isEqualTo("👍 Jo");
        refuses("{\"userName\": \"a\\u202eb\"}", "invalidValue");
        refuses("{\"userName\": \"a\\nb\"}", "invalidValue");
    }

    @Test
    @Tag("T25")
    void one_attribute_in_two_spellings_is_refused() {
        refuses("{\"userName\": \"x\", \"USERNAME\": \"y\"}", "invalidSyntax").withMessage("userName is given twice.");
    }

    @Test
    void a_body_that_is_no_object_is_refused() {
        refuses("[]", "invalidSyntax");
    }

    @Test
    @Tag("E41")
    void members_come_out_apart_and_once() {
        JsonNode body = json("""
                {"displayName": "g", "Members": [{"$ref": null, "value": "b", "display": "x"}, {"VALUE": "a"}, {"value": "b"}]}""");
        assertThat(new Normalizer(SCHEMAS.group(), DialectRules.TOLERANT).members(body))
                .containsExactly("b", "a");
        assertThat(new Normalizer(SCHEMAS.group(), DialectRules.TOLERANT).document(body))
                .isEqualTo(json("{\"displayName\": \"g\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{}]", "[{\"value\": \"\"}]", "[{\"type\": \"User\"}]", "{\"value\": null}"})
    void a_member_without_id_is_refused(String members) {
        assertThatThrownBy(() -> new Normalizer(SCHEMAS.group(), DialectRules.TOLERANT)
                        .members(json("{\"members\": " + members + "}")))
                .isInstanceOf(Problem.class)
                .hasMessage("Every element of members must have a value, the id of the member.");
    }

    @ParameterizedTest
    @Tag("SCH-11")
    @CsvSource({
        "2026-11-24T10:00:00Z, 2026-11-24T10:00:00.000Z, 2026-11-24T10:00:00.000000Z",
        "2026-11-24T10:00:00+02:00, 2026-11-24T08:00:00.000Z, 2026-11-24T08:00:00.000000Z",
        "2026-11-24T10:00:00.1234567-01:30, 2026-11-24T11:30:00.123Z, 2026-11-24T11:30:00.123456Z",
        "2026-11-24T10:00:00.12345678901Z, 2026-11-24T10:00:00.123Z, 2026-11-24T10:00:00.123456Z",
        "2026-11-24T10:00:00, 2026-11-24T10:00:00.000Z, 2026-11-24T10:00:00.000000Z"
    })
    void a_time_keeps_its_instant(String sent, String printed, String sortable) {
        assertThat(DateTimes.parse(sent).map(DateTimes::print)).contains(printed);
        assertThat(DateTimes.parse(sent).map(DateTimes::sortable)).contains(sortable);
    }

    @ParameterizedTest
    @Tag("SCH-11")
    @ValueSource(
            strings = {
                "2026-11-24",
                "2026-13-24T10:00:00Z",
                "2026-11-24T10:00Z",
                "2026-11-24 10:00:00Z",
                "now",
                "",
                "2026-02-30T10:00:00Z",
                "0000-01-01T00:00:00Z"
            })
    void what_is_no_time_is_none(String sent) {
        assertThat(DateTimes.parse(sent)).isEmpty();
    }

    @ParameterizedTest
    @Tag("T25")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            'photos': [#]; {'value': 'TEXT'}
            'BADGE': {'tags': [#]}; 'TEXT'
            """)
    void a_list_that_is_longer_than_a_resource_is_refused_whether_its_elements_have_parts_or_not(
            String list, String element) {
        String text = "x".repeat(Limits.TEXT - 1);
        int enough = Limits.RESOURCE / Limits.TEXT + 1;
        String elements = IntStream.range(0, enough)
                .mapToObj(i -> element.replace("TEXT", i + text))
                .collect(Collectors.joining(","));
        String body = "{'userName': 'x', " + list.replace("#", elements).replace("BADGE", BadgeModel.URN) + "}";
        JsonNode json = json(body.replace('\'', '"'));
        Normalizer normalizer = new Normalizer(BadgeModel.user(), DialectRules.TOLERANT);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> normalizer.document(json))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE));
    }

    private static JsonNode user(String body) {
        return new Normalizer(SCHEMAS.user(), DialectRules.TOLERANT).document(json(body));
    }

    private static ThrowableAssertAlternative<Problem> refuses(String body, String code) {
        return assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> user(body))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
