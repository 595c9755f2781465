package io.usher.scim.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says of itself, to everybody and without a token, and that it is so. */
@QuarkusTest
class DiscoveryTest {

    private static final String BASE = "/scim/v2";
    private static final String CONFIG = "/ServiceProviderConfig";
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

    @Test
    @Tag("DISC-01")
    @Tag("AUTH-14")
    void the_configuration_is_one_object_that_is_read_without_a_token() {
        JsonNode config = ask(CONFIG).demand(200).body();

        assertThat(config.path("schemas")).hasSize(1);
        assertThat(config.path("schemas").path(0).asText()).isEqualTo(CORE + "ServiceProviderConfig");
        assertThat(config.has("Resources")).isFalse();
        assertThat(config.path("authenticationSchemes")).isNotEmpty();
    }

    @Test
    @Tag("DISC-02")
    void flags_are_booleans_and_limits_whole_numbers() {
        JsonNode config = ask(CONFIG).demand(200).body();

        for (String feature : List.of("patch", "bulk", "filter", "changePassword", "sort", "etag")) {
            assertThat(config.path(feature).path("supported").isBoolean())
                    .as(feature)
                    .isTrue();
        }
        assertThat(config.path("bulk").path("maxOperations").isInt()).isTrue();
        assertThat(config.path("bulk").path("maxPayloadSize").isInt()).isTrue();
        assertThat(config.path("filter").path("maxResults").isInt()).isTrue();
    }

    @Test
    @Tag("DISC-03")
    void there_is_one_way_to_sign_in_and_it_is_described() {
        JsonNode schemes = ask(CONFIG).demand(200).body().path("authenticationSchemes");

        assertThat(schemes).hasSize(1);
        JsonNode scheme = schemes.path(0);
        assertThat(scheme.path("type").asText()).isEqualTo("oauthbearertoken");
        assertThat(scheme.path("name").asText()).isNotBlank();
        assertThat(scheme.path("description").asText()).isNotBlank();
        assertThat(scheme.path("primary").booleanValue()).isTrue();
    }

    @Test
    @Tag("DISC-05")
    void the_configuration_says_where_it_lies() {
        Reply config = ask(CONFIG).demand(200);

        JsonNode meta = config.body().path("meta");
        assertThat(meta.path("resourceType").asText()).isEqualTo("ServiceProviderConfig");
        assertThat(Reply.of(given().get(meta.path("location").asText())).text()).isEqualTo(config.text());
    }

    @Test
    @Tag("DISC-06")
    @Tag("RES-05")
    void every_flag_tells_the_truth() {
        Connector idp = new Connector(TestTenant.create().token("generic"));
        Reply bob = idp.create("bob").demand(201);
        idp.create("ada").demand(201);
        JsonNode config = ask(CONFIG).demand(200).body();

        assertThat(flag(config, "patch"))
                .isEqualTo(idp.activate(bob.id(), false).status() == 200);
        assertThat(flag(config, "filter")).isEqualTo(total(idp.find("userName eq \"ada\"")) == 1);
        assertThat(flag(config, "etag")).isEqualTo(!bob.etag().isEmpty());
        JsonNode first =
                idp.get("/Users?sortBy=userName").body().path("Resources").path(0);
        assertThat(flag(config, "sort"))
                .isEqualTo(first.path("userName").asText().equals("ada"));
        Reply bulk = idp.post("/Bulk", Connector.quoted("""
                {'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
                 'Operations':[{'method':'DELETE','path':'/Users/x'}]}"""));
        assertThat(flag(config, "bulk")).isEqualTo(bulk.status() == 200);
        assertThat(flag(config, "changePassword")).isFalse();
        assertThat(ask("/Schemas").text()).doesNotContain("\"password\"");
    }

    private static boolean flag(JsonNode config, String feature) {
        return config.path(feature).path("supported").booleanValue();
    }

    private static int total(Reply list) {
        return list.body().path("totalResults").asInt();
    }

    @Test
    @Tag("DISC-07")
    @Tag("DISC-08")
    @Tag("INT-02")
    void every_schema_is_in_the_list_and_at_an_address_of_its_own() {
        Reply all = ask("/Schemas").demand(200);
        JsonNode schemas = all.body().path("Resources");

        assertThat(total(all)).isEqualTo(schemas.size());
        assertThat(schemas)
                .extracting(schema -> schema.path("id").asText())
                .contains(CORE + "User", CORE + "Group", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")
                .doesNotHaveDuplicates();
        for (JsonNode schema : schemas) {
            assertThat(ask("/Schemas/" + schema.path("id").asText()).demand(200).body())
                    .isEqualTo(schema);
        }
    }

    @Test
    @Tag("DISC-09")
    @Tag("DISC-11")
    @Tag("HTTP-21")
    @Tag("INT-02")
    @Tag("INT-06")
    void every_resource_type_is_in_the_list_and_names_an_endpoint_that_answers() {
        Reply all = ask("/ResourceTypes").demand(200);
        Connector idp = new Connector(TestTenant.create().token("generic"));

        assertThat(all.body().path("Resources"))
                .extracting(type -> type.path("name").asText())
                .containsExactlyInAnyOrder("User", "Group");
        for (JsonNode type : all.body().path("Resources")) {
            String name = type.path("name").asText();
            assertThat(ask("/ResourceTypes/" + name).demand(200).body()).isEqualTo(type);
            assertThat(type.path("schema").asText()).isEqualTo(CORE + name);
            assertThat(type.path("endpoint").asText()).isEqualTo("/" + name + "s");
            idp.get(type.path("endpoint").asText()).demand(200);
            for (JsonNode extension : type.path("schemaExtensions")) {
                assertThat(extension.path("schema").asText()).startsWith("urn:");
                assertThat(extension.path("required").isBoolean()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @Tag("DISC-08")
    @Tag("DISC-09")
    @ValueSource(strings = {"/Schemas/urn:x", "/ResourceTypes/Users", "/ResourceTypes/x"})
    void what_nobody_defined_is_nowhere(String path) {
        assertThat(ask(path).demand(404).body().path("status").asText()).isEqualTo("404");
    }

    @ParameterizedTest
    @Tag("DISC-15")
    @ValueSource(strings = {CONFIG, "/Schemas", "/ResourceTypes"})
    void a_filter_is_refused(String path) {
        Reply refused = ask(path + "?filter=id%20eq%20%22x%22").demand(403);

        assertThat(refused.body().path("schemas").path(0).asText())
                .isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
    }

    @ParameterizedTest
    @Tag("DISC-16")
    @ValueSource(strings = {CONFIG, "/Schemas", "/ResourceTypes"})
    void no_other_parameter_changes_anything(String path) {
        String query = "?startIndex=2&count=1&sortBy=id&sortOrder=descending&attributes=id";

        assertThat(ask(path + query).demand(200).text()).isEqualTo(ask(path).text());
    }

    @ParameterizedTest
    @Tag("COM-15")
    @ValueSource(strings = {CONFIG, "/Schemas", "/ResourceTypes"})
    void no_document_has_an_external_id(String path) {
        JsonNode document = ask(path).demand(200).body();

        assertThat(document.has("externalId")).isFalse();
        assertThat(document.path("Resources")).noneMatch(resource -> resource.has("externalId"));
    }

    @ParameterizedTest
    @Tag("DISC-24")
    @ValueSource(strings = {CONFIG, "/Schemas", "/Schemas/" + CORE + "User", "/ResourceTypes", "/ResourceTypes/Group"})
    void who_has_a_document_already_gets_it_not_again(String path) {
        Reply first = ask(path).demand(200);
        Reply again = ask(path).demand(200);

        assertThat(first.etag()).matches("\"[^\"]+\"");
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(again.text()).isEqualTo(first.text());
        Reply same = Reply.of(
                given().header("If-None-Match", "\"x\", " + first.etag()).get(BASE + path));
        assertThat(same.demand(304).text()).isEmpty();
        assertThat(same.etag()).isEqualTo(first.etag());
        Reply.of(given().header("If-None-Match", "\"x\"").get(BASE + path)).demand(200);
    }

    @ParameterizedTest
    @Tag("HTTP-13")
    @CsvSource({
        "/ServiceProviderConfig, 'POST PUT PATCH DELETE', GET HEAD OPTIONS",
        "/Schemas, 'POST PUT PATCH DELETE', GET HEAD OPTIONS",
        "/ResourceTypes, 'POST PUT PATCH DELETE', GET HEAD OPTIONS",
        "/Users, 'PUT PATCH DELETE', GET POST HEAD OPTIONS",
        "/Groups, 'PUT PATCH DELETE', GET POST HEAD OPTIONS",
        "/Users/x, POST, GET PUT PATCH DELETE HEAD OPTIONS",
        "/Groups/x, POST, GET PUT PATCH DELETE HEAD OPTIONS"
    })
    void a_method_that_a_path_lacks_is_refused_with_those_that_it_has(String path, String refused, String offered) {
        Connector idp = new Connector(TestTenant.create().token("generic"));

        for (String method : refused.split(" ", -1)) {
            Response answer = idp.send(method, BASE + path, "{}");
            assertThat(answer.statusCode()).as("%s %s", method, path).isEqualTo(405);
            assertThat(answer.header("Allow").split(", ?", -1)).containsExactlyInAnyOrder(offered.split(" ", -1));
            assertThat(answer.jsonPath().getString("status")).isEqualTo("405");
        }
    }

    private static Reply ask(String path) {
        return Reply.of(given().urlEncodingEnabled(false).get(BASE + path));
    }
}
