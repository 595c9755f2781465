package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever asks for some attributes gets these and no others, whatever he does. */
@QuarkusTest
@Tag("PRJ-01")
@SuppressWarnings("NullAway.Init") // opened before each test
class ProjectedAnswersTest {

    private static final String ADA = Connector.person(
            "ada", ",'title':'Countess','emails':[{'value':'ada@example.com'}],'name':{'familyName':'Lovelace'}");

    private Connector idp;

    @BeforeEach
    void open() {
        idp = new Connector(TestTenant.create().token("okta"));
    }

    @Test
    @Tag("CRE-06")
    @Tag("GET-05")
    @Tag("PUT-11")
    @Tag("PAT-09")
    void of_a_person_what_is_named_comes_back_from_every_call() {
        answers("?attributes=userName")
                .forEach((call, person) ->
                        assertThat(names(person)).as(call).containsExactlyInAnyOrder("schemas", "id", "userName"));
    }

    @Test
    @Tag("CRE-06")
    @Tag("GET-05")
    @Tag("PUT-11")
    void of_a_person_what_is_excluded_comes_back_from_no_call() {
        answers("?excludedAttributes=emails,name.familyName").forEach((call, person) -> {
            assertThat(names(person)).as(call).contains("userName", "title", "meta");
            assertThat(names(person)).as(call).doesNotContain("emails", "name");
        });
    }

    /** Each call with this query, and the person in its answer. */
    private Map<String, JsonNode> answers(String query) {
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        Reply made = idp.post("/Users" + query, ADA).demand(201);
        String path = "/Users/" + made.id() + query;
        answers.put("POST", made.body());
        answers.put("GET", idp.get(path).demand(200).body());
        answers.put(
                "list",
                idp.get("/Users" + query).demand(200).body().path("Resources").path(0));
        answers.put(
                "PUT",
                idp.put(path, ADA.replace("Countess", "Lady")).demand(200).body());
        answers.put(
                "PATCH",
                idp.patch(path, "{'op':'replace','path':'title','value':'Dr'}")
                        .demand(200)
                        .body());
        return answers;
    }

    @Test
    @Tag("CRE-06")
    @Tag("GET-05")
    @Tag("PUT-11")
    @Tag("PAT-09")
    void of_a_group_what_is_named_comes_back_from_every_call() {
        String query = "?attributes=displayName";
        String body =
                Connector.quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'Readers','externalId':'r',
                 'members':[{'value':'%s'}]}""".formatted(idp.create("bob").demand(201).id()));
        Reply made = idp.post("/Groups" + query, body).demand(201);
        String path = "/Groups/" + made.id() + query;

        for (Reply answer : List.of(
                made,
                idp.get(path).demand(200),
                idp.put(path, body).demand(200),
                idp.patch(path, "{'op':'replace','path':'displayName','value':'Writers'}")
                        .demand(200))) {
            assertThat(names(answer.body())).containsExactlyInAnyOrder("schemas", "id", "displayName");
        }
    }

    @Test
    @Tag("ETG-09")
    void the_version_is_that_of_the_whole_however_little_is_asked_for() {
        Reply whole = idp.post("/Users", ADA).demand(201);

        for (String query : List.of("?attributes=userName", "?attributes=id", "?excludedAttributes=meta")) {
            assertThat(idp.get("/Users/" + whole.id() + query).demand(200).etag())
                    .as(query)
                    .isEqualTo(whole.etag());
        }
    }

    private static List<String> names(JsonNode resource) {
        List<String> names = new ArrayList<>();
        resource.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
