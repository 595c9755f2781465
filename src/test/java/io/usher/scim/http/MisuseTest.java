package io.usher.scim.http;

import static io.usher.testing.Connector.GROUPS;
import static io.usher.testing.Connector.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.TestTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PATCH, filters and query parameters as clients get them wrong, and as Okta and Entra mean them. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class MisuseTest {

    private Connector idp;
    private String user;
    private String group;

    @BeforeEach
    void open() {
        idp = new Connector(TestTenant.create().token("entra"));
        user = idp.createUser("ada@example.com");
        group = idp.createGroup("Readers", user);
    }

    @ParameterizedTest
    @Tag("T86")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'op': 'Add', 'path': 'title', 'value': 'Dr'}                                  | 200 |",
                "{'op': 'REPLACE', 'path': 'title', 'value': 'Dr'}                              | 200 |",
                "{'op': 'Remove', 'path': 'displayName'}                                        | 200 |",
                "{'op': 'replace', 'path': 'DISPLAYNAME', 'value': 'Ada L.'}                    | 200 |",
                "{'op': 'Replace', 'path': 'active', 'value': 'False'}                          | 200 |",
                "{'op': 'replace', 'value': {'active': false}}                                  | 200 |",
                "{'op': 'replace', 'value': {'name.givenName': 'Ada'}}                          | 200 |",
                "{'op': 'remove', 'path': 'title'}                                              | 200 |",
                "{'op': 'remove', 'path': 'emails[type eq \\\"fax\\\"]'}                        | 200 |",
                "{'op': 'remove', 'path': 'emails[type pr]'}                                    | 200 |",
                "{'op': 'Add', 'path': 'emails[type eq \\\"home\\\"].value', 'value': 'a@b.c'}  | 200 |",
                "{'op': 'move', 'path': 'title', 'value': 'x'}                                  | 400 | invalidSyntax",
                "{'op': '', 'path': 'title', 'value': 'x'}                                      | 400 | invalidSyntax",
                "{'path': 'title', 'value': 'x'}                                                | 400 | invalidSyntax",
                "{'op': 'test', 'path': 'title', 'value': 'x'}                                  | 400 | invalidSyntax",
                "{'op': ['add'], 'path': 'title', 'value': 'x'}                                 | 400 | invalidSyntax",
                "7                                                                              | 400 | invalidSyntax",
                "null                                                                           | 400 | invalidSyntax",
                "{'op': 'replace', 'value': 'x'}                                                | 400 | invalidSyntax",
                "{'op': 'replace', 'value': [{'active': false}]}                                | 400 | invalidSyntax",
                "{'op': 'replace', 'path': 7, 'value': 'x'}                                     | 400 | invalidSyntax",
                "{'op': 'remove'}                                                               | 400 | noTarget",
                "{'op': 'remove', 'value': {'title': 'x'}}                                      | 400 | noTarget",
                "{'op': 'replace', 'path': 'emails[value sw \\\"zz\\\"].type', 'value': 'x'}    | 400 | noTarget",
                "{'op': 'add', 'path': 'title'}                                                 | 400 | invalidValue",
                "{'op': 'replace', 'path': 'active', 'value': 'perhaps'}                        | 400 | invalidValue",
                "{'op': 'add', 'path': 'emails', 'value': [{'value': 'x@y', 'primary': true}, {'value': 'z@y', 'primary': true}]} | 400 | invalidValue",
                "{'op': 'replace', 'path': 'nosuch', 'value': 'x'}                              | 400 | invalidPath",
                "{'op': 'replace', 'path': 'name.nosuch', 'value': 'x'}                         | 400 | invalidPath",
                "{'op': 'replace', 'path': 'name.', 'value': 'x'}                               | 400 | invalidPath",
                "{'op': 'replace', 'path': 'title]', 'value': 'x'}                              | 400 | invalidPath",
                "{'op': 'replace', 'path': 'userName[value eq \\\"x\\\"]', 'value': 'x'}        | 400 | invalidPath",
                "{'op': 'replace', 'path': 'emails[type eq \\\"work\\\"', 'value': 'x'}         | 400 | invalidPath",
                "{'op': 'replace', 'path': 'emails[nosuch eq \\\"x\\\"].value', 'value': 'x'}   | 400 | invalidFilter",
                "{'op': 'replace', 'path': 'emails[type is \\\"x\\\"].value', 'value': 'x'}     | 400 | invalidFilter",
                "{'op': 'replace', 'path': 'id', 'value': 'x'}                                  | 400 | mutability",
                "{'op': 'replace', 'path': 'meta.version', 'value': 'x'}                        | 400 | mutability",
                "{'op': 'replace', 'path': 'groups', 'value': []}                               | 400 | mutability",
                "{'op': 'remove', 'path': 'userName'}                                           | 400 | mutability"
            })
    void an_operation_on_a_user_is_done_or_refused_with_its_word(String operation, int status, String scimType) {
        String before = idp.send("GET", USERS + "/" + user, null).asString();
        Response answer = patch(USERS + "/" + user, operation);
        assertAnswer(answer, status, scimType);
        if (status == 400) {
            assertThat(idp.send("GET", USERS + "/" + user, null).asString()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @Tag("T86")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'op': 'Add', 'path': 'members', 'value': [{'value': 'USER'}]}                 | 204 |",
                "{'op': 'REMOVE', 'path': 'members[value eq \\\"USER\\\"]'}                     | 204 |",
                "{'op': 'Remove', 'path': 'members', 'value': [{'value': 'USER'}]}              | 204 |",
                "{'op': 'remove', 'path': 'members[value eq \\\"nobody\\\"]'}                   | 204 |",
                "{'op': 'remove', 'path': 'members'}                                            | 204 |",
                "{'op': 'Replace', 'value': {'id': 'x', 'displayName': 'Writers'}}              | 204 |",
                "{'op': 'move', 'path': 'members'}                                              | 400 | invalidSyntax",
                "{'op': ''}                                                                     | 400 | invalidSyntax",
                "{'op': 'remove'}                                                               | 400 | noTarget",
                "{'op': 'add', 'path': 'members'}                                               | 400 | invalidValue",
                "{'op': 'add', 'path': 'members', 'value': [{'value': 'nobody'}]}               | 400 | invalidValue",
                "{'op': 'add', 'path': 'members', 'value': [{'value': '00000000-0000-7000-8000-000000000000'}]} | 400 | invalidValue",
                "{'op': 'replace', 'path': 'nosuch', 'value': 'x'}                              | 400 | invalidPath",
                "{'op': 'remove', 'path': 'members[value eq'}                                   | 400 | invalidPath",
                "{'op': 'remove', 'path': 'members[display eq \\\"x\\\"]'}                      | 400 | invalidFilter",
                "{'op': 'replace', 'path': 'members[value eq \\\"USER\\\"].display', 'value': 'x'} | 400 | mutability",
                "{'op': 'replace', 'value': {'members[value eq \\\"USER\\\"]': {'display': 'x'}}} | 400 | mutability",
                "{'op': 'replace', 'path': 'id', 'value': 'x'}                                  | 400 | mutability",
                "{'op': 'remove', 'path': 'displayName'}                                        | 400 | mutability"
            })
    void an_operation_on_a_group_is_done_or_refused_with_its_word(String operation, int status, String scimType) {
        String before = idp.send("GET", GROUPS + "/" + group, null).asString();
        Response answer = patch(GROUPS + "/" + group, operation.replace("USER", user));
        assertAnswer(answer, status, scimType);
        if (status == 400) {
            assertThat(idp.send("GET", GROUPS + "/" + group, null).asString()).isEqualTo(before);
        }
    }

    @Test
    @Tag("T86")
    void the_operations_before_a_wrong_one_are_not_done_either() {
        Response answer = idp.send("PATCH", USERS + "/" + user, """
                {"Operations": [{"op": "replace", "path": "title", "value": "Dr"}, {"op": "move", "path": "title"}]}""");
        assertAnswer(answer, 400, "invalidSyntax");
        answer = idp.send("PATCH", USERS + "/" + user, """
                {"Operations": [{"op": "replace", "path": "title", "value": "Dr"}, {"op": "add", "path": "x", "value": 1}]}""");
        assertAnswer(answer, 400, "invalidPath");
        assertThat(idp.send("GET", USERS + "/" + user, null).jsonPath().getString("title"))
                .isNull();
    }

    @ParameterizedTest
    @Tag("T87")
    @ValueSource(
            strings = {
                "nosuch eq \"x\"",
                "nosuch pr",
                "displayName eq \"x\" or nosuch eq \"x\"",
                "displayName like \"x\"",
                "displayName = \"x\"",
                "displayName",
                "displayName eq",
                "displayName eq x",
                "displayName eq 'x'",
                "eq \"x\"",
                "(displayName pr",
                "displayName pr)",
                "displayName pr and",
                "displayName pr id pr",
                "displayName pr; DROP TABLE users",
                "*",
                "true",
                "1 eq 1",
                " ",
                ""
            })
    void a_filter_that_is_not_understood_never_gives_everybody(String filter) {
        for (String collection : new String[] {USERS, GROUPS}) {
            assertAnswer(idp.send("GET", collection + "?filter=" + encoded(filter), null), 400, "invalidFilter");
        }
    }

    @ParameterizedTest
    @Tag("T13")
    @ValueSource(
            strings = {
                "password sw \"a\"",
                "password pr",
                "password eq null",
                "tenantId eq \"x\"",
                "tenant_id pr",
                "recordKey pr",
                "protected eq true",
                "holds pr",
                "connectionId pr",
                "members.display sw \"a\"",
                "urn:ietf:params:scim:schemas:core:2.0:User:password sw \"a\""
            })
    void nothing_can_be_learnt_of_what_is_not_shown(String filter) {
        assertAnswer(idp.send("GET", USERS + "?filter=" + encoded(filter), null), 400, "invalidFilter");
    }

    @Test
    @Tag("T13")
    void what_is_not_shown_is_not_shown_on_request_and_does_not_sort() {
        idp.send("POST", USERS, "{\"userName\": \"bob@example.com\", \"password\": \"canary-secret\"}");
        for (String query :
                new String[] {"attributes=password,userName,tenantId,recordKey", "excludedAttributes=userName"}) {
            Response answer = idp.send("GET", USERS + "?" + query, null);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.asString()).doesNotContain("canary-secret", "password", "tenantId", "recordKey");
        }
        for (String hidden : new String[] {"password", "tenantId", "recordKey"}) {
            assertAnswer(idp.send("GET", USERS + "?sortBy=" + hidden, null), 400, "invalidValue");
        }
    }

    @ParameterizedTest
    @Tag("T87")
    @ValueSource(
            strings = {
                "aadOptscim062020",
                "aadOptscim062020&x=1",
                "foo=bar&foo=baz",
                "%20=%20",
                "x=",
                "&&",
                "Filter=nonsense"
            })
    void an_unknown_query_parameter_changes_nothing(String query) {
        for (String path : new String[] {USERS, GROUPS, USERS + "/" + user, GROUPS + "/" + group}) {
            Response answer = idp.send("GET", path + "?" + query, null);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.asString())
                    .as(path)
                    .isEqualTo(idp.send("GET", path, null).asString());
        }
        String body = "{\"Operations\": [{\"op\": \"add\", \"path\": \"externalId\", \"value\": \"e\"}]}";
        assertThat(idp.send("PATCH", USERS + "/" + user + "?" + query, body).statusCode())
                .isEqualTo(200);
        assertThat(idp.send("PATCH", GROUPS + "/" + group + "?" + query, body).statusCode())
                .isEqualTo(204);
        assertThat(idp.send("POST", USERS + "?" + query, "{\"userName\": \"new\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(idp.send("PUT", USERS + "/" + user + "?" + query, "{\"userName\": \"ada@example.com\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(idp.send("DELETE", GROUPS + "/" + group + "?" + query, null).statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @Tag("T21")
    @Tag("T22")
    @Tag("T23")
    @Tag("T24")
    @ValueSource(strings = {"(", "not (", "emails[", "a or ", "a pr or ", "\"", "((((", "userName eq \"", "😀"})
    void a_filter_bomb_in_the_address_is_a_bad_filter(String unit) {
        for (int length : new int[] {100, 1_000, 4_000}) {
            String filter = encoded(unit.repeat(length / unit.length()));
            if (filter.length() < 16_000) {
                assertAnswer(idp.send("GET", USERS + "?filter=" + filter, null), 400, "invalidFilter");
            }
        }
    }

    private Response patch(String path, String operation) {
        String body = "{\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"], \"Operations\": [" + operation
                + "]}";
        return idp.send("PATCH", path, body.replace('\'', '"'));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void assertAnswer(Response answer, int status, String scimType) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        if (status == 400) {
            assertThat(answer.jsonPath().getString("scimType"))
                    .as(answer.asString())
                    .isEqualTo(scimType);
            assertThat(answer.jsonPath().getString("status")).isEqualTo("400");
            assertThat(answer.jsonPath().getString("detail")).isNotBlank();
        }
    }
}
