package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every address in an answer leads to what it names, and no other spelling of an id leads anywhere. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class AddressesTest {

    private Connector idp;
    private String ada;
    private String readers;

    @BeforeEach
    void open() {
        idp = new Connector(TestTenant.create().token("entra"));
        ada = idp.create("ada").demand(201).id();
        readers = idp.createGroup("Readers", ada);
    }

    @Test
    @Tag("COM-11")
    @Tag("CRE-01")
    void what_is_new_lies_where_the_answer_says() {
        for (List<String> create : List.of(
                List.of(Connector.USERS, Connector.person("bob", "")),
                List.of(Connector.GROUPS, "{\"displayName\":\"Writers\"}"))) {
            Response made = idp.send("POST", create.get(0), create.get(1));
            String location = made.header("Location");
            Reply body = Reply.of(made).demand(201);

            assertThat(location).matches("https?://[^/]+" + create.get(0) + "/" + body.id());
            assertThat(location(body)).isEqualTo(location);
            assertThat(made.header("Content-Location")).isNull();
            assertThat(follow(location).id()).isEqualTo(body.id());
        }
    }

    @Test
    @Tag("COM-12")
    void what_is_read_says_where_it_lies() {
        for (String path : List.of(Connector.USERS + "/" + ada, Connector.GROUPS + "/" + readers)) {
            Response read = idp.send("GET", path, null);

            assertThat(read.header("Content-Location")).endsWith(path).isEqualTo(location(Reply.of(read)));
        }
    }

    @Test
    @Tag("SCH-13")
    @Tag("RES-19")
    void a_member_has_a_type_and_an_address_that_leads_to_him() {
        JsonNode members = idp.get("/Groups/" + readers).demand(200).body().path("members");

        assertThat(members).hasSize(1);
        assertThat(members.path(0).path("value").asText()).isEqualTo(ada);
        assertThat(members.path(0).path("type").asText()).isEqualTo("User");
        assertThat(follow(members.path(0).path("$ref").asText()).id()).isEqualTo(ada);
    }

    @Test
    @Tag("SCH-13")
    @Tag("RES-15")
    void a_group_of_a_person_has_a_name_a_type_and_an_address_that_leads_to_it() {
        JsonNode groups = idp.user(ada).demand(200).body().path("groups");

        assertThat(groups).hasSize(1);
        assertThat(groups.path(0).path("value").asText()).isEqualTo(readers);
        assertThat(groups.path(0).path("display").asText()).isEqualTo("Readers");
        assertThat(groups.path(0).path("type").asText()).isEqualTo("direct");
        assertThat(follow(groups.path(0).path("$ref").asText()).id()).isEqualTo(readers);
    }

    @Test
    @Tag("COM-04")
    @Tag("INT-03")
    void an_id_in_another_spelling_leads_nowhere() {
        String lettered = ada;
        while (lettered.equals(lettered.toUpperCase(Locale.ROOT))) {
            lettered = idp.create("ada-" + UUID.randomUUID()).demand(201).id();
        }

        idp.user(lettered).demand(200);
        idp.user(lettered.toUpperCase(Locale.ROOT)).demand(404);
        idp.user("urn:uuid:" + lettered).demand(404);
        idp.user(lettered.replace("-", "")).demand(404);
    }

    @Test
    @Tag("HTTP-19")
    void a_member_named_by_two_addresses_is_one() {
        Reply made = idp.post("/Groups", """
                {"displayName": "Twice", "members": [{"value": "%1$s", "$ref": "https://x.example/scim/v2/Users/%1$s"},
                 {"value": "%1$s", "$ref": "https://x.example/scim/Users/%1$s"}]}""".formatted(ada)).demand(201);

        assertThat(made.body().path("members")).hasSize(1);
        assertThat(made.body().path("members").path(0).path("$ref").asText()).endsWith(Connector.USERS + "/" + ada);
    }

    @Test
    @Tag("RES-24")
    void no_group_becomes_a_member_of_a_group_or_of_itself() {
        for (String member : List.of(readers, idp.createGroup("Others"))) {
            String members = "{'displayName':'Readers','members':[{'value':'" + member + "','type':'Group'}]}";
            for (Reply refused :
                    List.of(idp.addMember(readers, member), idp.put("/Groups/" + readers, Connector.quoted(members)))) {
                assertThat(refused.demand(400).scimType()).isEqualTo("invalidValue");
            }
        }
        assertThat(idp.get("/Groups/" + readers).body().path("members")).hasSize(1);
    }

    @Test
    @Tag("ME-01")
    @Tag("ME-03")
    @Tag("ME-04")
    void no_token_stands_for_a_person_who_could_be_met_at_me() {
        idp.create("entra").demand(201);
        String before = idp.get("/Users").text();

        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            String body = method.equals("GET") ? null : "{\"userName\":\"me\",\"title\":\"Dr\"}";
            Reply refused = Reply.of(idp.send(method, "/scim/v2/Me", body)).demand(404);
            assertThat(refused.body().path("status").asText()).isEqualTo("404");
        }
        assertThat(idp.get("/Users").text()).isEqualTo(before);
    }

    private static String location(Reply reply) {
        return reply.body().path("meta").path("location").asText();
    }

    private Reply follow(String address) {
        assertThat(address).startsWith("http");
        return Reply.of(idp.send("GET", address, null)).demand(200);
    }
}
