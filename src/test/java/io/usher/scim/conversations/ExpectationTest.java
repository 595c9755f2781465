package io.usher.scim.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The replayed conversations prove nothing if the language they are judged by lets everything pass. */
class ExpectationTest {

    private static final String GROUP = """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": "g1", "displayName": "Sales West",
             "externalId": null, "nickName": "", "tags": [], "total": 3, "code": "404", "active": false,
             "urn:x:2.0:User": {"department": "North"},
             "members": [{"value": "a", "type": "User"}, {"value": "b", "type": "User"}, {"value": "c"}]}
            """;

    private static final Answer ANSWER = answer(200, GROUP);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id is g1",
                "displayName is Sales West",
                "total is 3",
                "total is a number",
                "code is '404'",
                "active is false",
                "id is not g2",
                "members is an array",
                "members has size 3",
                "members[0].value is a",
                "members[value=b].type is User",
                "members[*].value contains b",
                "members[*].value contains [\"c\",\"a\"]",
                "members[*].value is [\"a\",\"b\",\"c\"]",
                "members[*].value lacks d",
                "members[*].value lacks [\"d\",\"e\"]",
                "members[*].type has size 2",
                "'urn:x:2.0:User'.department is North",
                "displayName contains West",
                "displayName lacks East",
                "displayName starts with Sales",
                "title is absent",
                "externalId is absent",
                "members[value=z] is absent",
                "nickName is empty",
                "tags is empty",
                "title is empty",
                "id is present",
                "header content-type starts with application/scim+json",
                "header ETag is absent"
            })
    void what_is_true_passes(String line) {
        assertThat(Expectation.parse(line).objection(ANSWER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id is g2",
                "displayName is Sales",
                "total is '3'",
                "code is 404",
                "code is a number",
                "active is 'false'",
                "active is true",
                "id is not g1",
                "title is not g1",
                "title is present",
                "nickName is present",
                "tags is present",
                "externalId is present",
                "id is absent",
                "nickName is absent",
                "tags is absent",
                "id is empty",
                "members is empty",
                "members has size 2",
                "title has size 0",
                "members[3].value is a",
                "members[value=z].type is User",
                "members[*].value contains d",
                "members[*].value contains [\"a\",\"d\"]",
                "members[*].value lacks b",
                "members[*].value lacks [\"d\",\"b\"]",
                "members[*].value is [\"b\",\"a\",\"c\"]",
                "title[*].value lacks a",
                "title contains a",
                "displayName contains East",
                "displayName lacks Sales",
                "active contains false",
                "active lacks true",
                "members[*].value lacks []",
                "members[*].value contains []",
                "displayName starts with West",
                "title starts with a",
                "id is an array",
                "header ETag is present",
                "header Content-Type starts with text/html"
            })
    void what_is_not_true_fails_and_says_what_was_seen(String line) {
        assertThat(Expectation.parse(line).objection(ANSWER).orElseThrow())
                .contains(line)
                .contains("seen: ");
    }

    @Test
    void a_refusal_shows_the_value_that_was_seen() {
        assertThat(Expectation.parse("displayName is Sales").objection(ANSWER))
                .contains("wanted: displayName is Sales, seen: \"Sales West\"");
    }

    @Test
    void nothing_holds_of_a_body_that_is_not_there() {
        Answer empty = answer(204, "");

        assertThat(Expectation.parse("title is absent").objection(empty)).isPresent();
        assertThat(Expectation.parse("members is empty").objection(empty)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "id equals g1", "id is", "is absent", "id has 3"})
    void a_line_that_is_no_expectation_is_refused(String line) {
        assertThatThrownBy(() -> Expectation.parse(line)).hasMessageContaining(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"members[", "members[]", "a..b", "'urn:x", "members]"})
    void a_path_that_cannot_be_read_is_refused(String path) {
        assertThatThrownBy(() -> BodyPath.parse(path)).hasMessageContaining(path);
    }

    @Test
    void a_good_answer_of_each_kind_has_nothing_against_it() {
        assertThat(ANSWER.objections()).isEmpty();
        assertThat(answer(204, "").objections()).isEmpty();
        assertThat(answer(201, "{'id':'u1','meta':{'location':'http://host/Users/u1'}}")
                        .objections())
                .isEmpty();
        assertThat(answer(404, error("'404'", "no such user")).objections()).isEmpty();
        assertThat(answer(200, list("2", "[{},{}]", "2")).objections()).isEmpty();
    }

    @Test
    void every_answer_is_held_to_the_form_that_clients_rely_on() {
        assertObjection(answer(204, "{}"), "a 204 without a body");
        assertObjection(answer(200, ""), "a JSON object");
        assertObjection(answer(200, "<html>"), "a JSON object");
        assertObjection(new Answer(200, Map.of("Content-Type", "text/html"), "{}"), "Content-Type");
        assertObjection(answer(200, "{'password':'x'}"), "no password");
        assertObjection(answer(201, "{'id':'u2','meta':{'location':'http://host/Users/u2'}}"), "ends in the id");
        assertObjection(answer(201, "{'id':'u1','meta':{'location':'http://other/Users/u1'}}"), "alike");
        assertObjection(answer(201, "{'meta':{'location':'http://host/Users/u1'}}"), "an id");
    }

    @Test
    void an_error_is_held_to_the_form_that_clients_rely_on() {
        assertObjection(answer(404, "{'status':'404','detail':'no such user'}"), "Error schema");
        assertObjection(answer(404, error("404", "no such user")), "status as text");
        assertObjection(answer(404, error("'400'", "no such user")), "status as text");
        assertObjection(answer(404, error("'404'", " ")), "a detail");
        assertObjection(answer(500, error("'500'", "reference 1")), "no failure of the server");
        assertObjection(answer(400, error("'400','scimType':'tooLong'", "too long")), "a scimType of the RFCs");
    }

    @Test
    void a_list_is_held_to_the_form_that_clients_rely_on() {
        assertObjection(answer(200, list("'2'", "[{},{}]", "2")), "totalResults as a JSON number");
        assertObjection(answer(200, list("2", "{}", "0")), "Resources as an array");
        assertObjection(answer(200, list("2", "[{}]", "2")), "itemsPerPage");
    }

    private static void assertObjection(Answer answer, String wanted) {
        assertThat(answer.objections())
                .anySatisfy(objection -> assertThat(objection).contains(wanted));
    }

    private static String error(String status, String detail) {
        return "{'schemas':['%sError'],'status':%s,'detail':'%s'}".formatted(Answer.MESSAGE, status, detail);
    }

    private static String list(String total, String resources, String perPage) {
        return "{'schemas':['%sListResponse'],'totalResults':%s,'startIndex':1,'itemsPerPage':%s,'Resources':%s}"
                .formatted(Answer.MESSAGE, total, perPage, resources);
    }

    private static Answer answer(int status, String body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/scim+json;charset=utf-8");
        headers.put("Location", "http://host/Users/u1");
        return new Answer(status, headers, body.replace('\'', '"'));
    }
}
