package io.usher.scim.custom;

import static io.usher.scim.custom.CustomSchemas.ALL;
import static io.usher.scim.custom.CustomSchemas.BADGE;
import static io.usher.scim.custom.CustomSchemas.TEAM;
import static io.usher.scim.custom.CustomSchemas.badge;
import static io.usher.scim.custom.CustomSchemas.json;
import static io.usher.scim.custom.CustomSchemas.person;
import static io.usher.scim.custom.CustomSchemas.replace;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users with a vendor's attributes: created, replaced, read, and found. */
@QuarkusTest
@TestProfile(CustomSchemas.class)
@SuppressWarnings("NullAway.Init") // opened before each test
class CustomAttributesTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private Connector idp;

    @BeforeEach
    void open() {
        idp = Connector.of(TestTenant.create(), "okta");
    }

    private String ada() {
        return idp.post("/Users", person("ada", ALL)).demand(201).id();
    }

    private JsonNode shown(String user) {
        return badge(idp.user(user).demand(200));
    }

    @Test
    @Tag("SCH-04")
    @Tag("SCH-11")
    void what_is_created_is_shown_in_one_form_by_every_verb() {
        Reply created = idp.post("/Users", person("ada", ALL)).demand(201);
        ObjectNode wanted = (ObjectNode) json("{" + ALL + "}");
        wanted.put("hiredAt", "2026-11-24T08:00:00.000Z").put("rate", 1.5);
        ((ObjectNode) wanted.path("devices").path(0)).put("bought", "2026-01-01T00:00:00.000Z");
        // Text without case, of which one spelling says what the other does.
        wanted.set("tags", json("['a','b']"));

        assertThat(badge(created)).isEqualTo(wanted);
        assertThat(shown(created.id())).isEqualTo(wanted);
        assertThat(idp.get("/Users")
                        .demand(200)
                        .body()
                        .path("Resources")
                        .path(0)
                        .path(BADGE))
                .isEqualTo(wanted);
        assertThat(created.body().path("schemas").toString()).contains(BADGE);
    }

    @Test
    @Tag("SCH-04")
    @Tag("PUT-10")
    void the_extension_is_listed_while_it_holds_something() {
        String ada = ada();
        Reply plain = idp.put("/Users/" + ada, Connector.person("ada", ",'pronouns':'she'"));
        // What is immutable cannot be left out.
        assertThat(plain.demand(400).scimType()).isEqualTo("mutability");
        String bob =
                idp.post("/Users", person("bob", "'moniker':'Bob'")).demand(201).id();
        assertThat(idp.user(bob).body().path("schemas")).hasSize(3);
        Reply without = idp.put("/Users/" + bob, Connector.person("bob", "")).demand(200);
        assertThat(without.body().path("schemas")).hasSize(2);
        assertThat(without.body().has(BADGE)).isFalse();
        replace(idp, bob, "moniker", "'Bo'").demand(200);
        Reply emptied = idp.patch("/Users/" + bob, "{'op':'remove','path':'" + BADGE + "'}")
                .demand(200);
        assertThat(emptied.body().path("schemas").toString()).doesNotContain(BADGE);
    }

    @Test
    @Tag("PUT-14")
    void writing_what_is_there_changes_nothing_numbers_included() {
        Reply created = idp.post("/Users", person("ada", ALL)).demand(201);
        assertThat(idp.put("/Users/" + created.id(), person("ada", ALL))
                        .demand(200)
                        .etag())
                .isEqualTo(created.etag());
        assertThat(replace(idp, created.id(), "rate", "1.5000").demand(200).etag())
                .isEqualTo(created.etag());
        assertThat(replace(idp, created.id(), "rate", "15e-1").demand(200).etag())
                .isEqualTo(created.etag());
        String large = replace(idp, created.id(), "rate", "1e25").demand(200).etag();
        assertThat(replace(idp, created.id(), "rate", "10000000000000000000000000")
                        .demand(200)
                        .etag())
                .isEqualTo(large);
        String small =
                replace(idp, created.id(), "rate", "1.25e-20").demand(200).etag();
        assertThat(replace(idp, created.id(), "rate", "12.5e-21").demand(200).etag())
                .isEqualTo(small);
    }

    @ParameterizedTest
    @Tag("SCH-09")
    @Tag("SCH-10")
    @Tag("SCH-11")
    @Tag("SCH-12")
    @Tag("PAT-46")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "level   | 1.5",
                "level   | 1e3",
                "level   | '1'",
                "level   | 9007199254740992",
                "rate    | '1'",
                "rate    | 1234567890.1234567",
                "rate    | 1e999",
                "vip     | 'yes'",
                "hiredAt | '2026-11-24'",
                "hiredAt | 7",
                "picture | '!!'",
                "page    | 7",
                "tags    | [1]",
                "scores  | [1,'2']",
                "site    | 'Rome'",
                "site    | {'floor':'two'}",
                "moniker| ['a','b']",
                "laptop  | {'colours':['red']}",
                "devices | [{'type':'phone'}]",
                "devices | [{'value':'1','primary':true},{'value':'2','primary':true}]"
            })
    void a_value_of_the_wrong_type_is_refused_by_every_verb(String attribute, String value) {
        String body = person("ada", "'" + attribute + "':" + value);
        assertThat(idp.post("/Users", body).demand(400).scimType()).isEqualTo("invalidValue");
        String ada = idp.create("ada").demand(201).id();
        Reply put = idp.put("/Users/" + ada, body).demand(400);
        Reply patch = replace(idp, ada, attribute, value).demand(400);
        assertThat(put.scimType()).isEqualTo("invalidValue");
        assertThat(patch.scimType()).isEqualTo("invalidValue");
        assertThat(put.detail()).contains(BADGE + ":" + attribute);
    }

    @ParameterizedTest
    @Tag("FIL-24")
    @Tag("FIL-29")
    @Tag("SCH-27")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "level gt 9                          | 1",
                "level lt 9                          | 0",
                "level eq 10.0                       | 1",
                "rate ge 1.5                         | 1",
                "rate gt 1.5                         | 0",
                "vip eq true                         | 1",
                "vip eq false                        | 0",
                "hiredAt eq \"2026-11-24T08:00:00Z\" | 1",
                "hiredAt gt \"2026-11-24T09:00:00Z\" | 0",
                "picture eq \"AQID\"                 | 1",
                "picture eq \"aqid\"                 | 0",
                "page sw \"https://x.test/A\"        | 1",
                "page eq \"https://x.test/a\"        | 0",
                "moniker eq \"ADA\"                 | 1",
                "serial eq \"s1\"                    | 0",
                "serial eq \"S1\"                    | 1",
                "grade eq \"CHIEF\"                  | 1",
                "tags eq \"B\"                       | 1",
                "tags co \"c\"                       | 0",
                "scores gt 4                         | 1",
                "scores gt 12                        | 0",
                "site.floor eq 2                     | 1",
                "site pr                             | 1",
                "note pr                             | 0",
                "laptop.colours eq \"BLUE\"          | 1",
                "laptop.price lt 1000                | 1",
                "devices.bought lt \"2026-02-01T00:00:00Z\" | 1",
                "devices.kinds eq \"x\"              | 1",
                "devices[type eq \"phone\" and serial eq \"1\"] | 1",
                "devices[type eq \"watch\" and serial eq \"1\"] | 0",
                "devices[kinds eq \"X\"]             | 1",
                "devices eq \"d2\"                   | 1"
            })
    void a_filter_asks_by_the_type_of_the_attribute(String filter, int found) {
        ada();
        idp.create("bob").demand(201);
        assertThat(total(BADGE + ":" + filter)).isEqualTo(found);
        assertThat(total((BADGE + ":").toUpperCase(Locale.ROOT) + filter)).isEqualTo(found);
        assertThat(total(filter)).as("by its name alone").isEqualTo(found);
    }

    private int total(String filter) {
        return idp.find(filter).body().path("totalResults").asInt();
    }

    @Test
    void attributes_that_are_added_to_known_schemas_are_like_theirs() {
        String body = Connector.person(
                "ada", ",'pronouns':'she','alias':'A','" + ENTERPRISE + "':{'department':'D','plant':'S','shift':2}");
        String ada = idp.post("/Users", body).demand(201).id();
        Reply shown = idp.user(ada);
        assertThat(shown.body().path("pronouns").asText()).isEqualTo("she");
        assertThat(shown.body().path(ENTERPRISE)).isEqualTo(json("{'department':'D','plant':'S','shift':2}"));
        assertThat(total("pronouns eq \"SHE\" and " + ENTERPRISE + ":shift ge 2"))
                .isEqualTo(1);
        assertThat(idp.post("/Users", Connector.person("bob", ",'alias':'a'"))
                        .demand(409)
                        .detail())
                .isEqualTo("alias must be unique, and another user has this value.");
    }

    @Test
    @Tag("DISC-12")
    @Tag("DISC-18")
    @Tag("SCH-16")
    void discovery_says_what_there_is() {
        JsonNode schemas = idp.get("/Schemas").demand(200).body().path("Resources");
        assertThat(schemas).hasSize(9);
        Reply badge = idp.get("/Schemas/" + BADGE).demand(200);
        assertThat(badge.body().has("extends")).isFalse();
        assertThat(badge.body().path("attributes").path(0)).isEqualTo(json("""
                {'name':'moniker','type':'string','multiValued':false,'description':'moniker','required':false,
                 'caseExact':false,'mutability':'readWrite','returned':'default','uniqueness':'none'}"""));
        assertThat(idp.get("/ResourceTypes/User")
                        .body()
                        .path("schemaExtensions")
                        .path(2))
                .isEqualTo(json("{'schema':'" + BADGE + "','required':false}"));
        assertThat(idp.get("/ResourceTypes/Group").body().path("schemaExtensions"))
                .isEqualTo(json("[{'schema':'" + TEAM + "','required':true}]"));
    }
}
