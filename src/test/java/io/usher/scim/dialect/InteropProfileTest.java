package io.usher.scim.dialect;

import static io.usher.scim.dialect.Speaker.INTEROP_STRICT;
import static io.usher.scim.dialect.Speaker.RFC;
import static io.usher.scim.dialect.Speaker.TOLERANT;
import static io.usher.scim.dialect.Speaker.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import io.usher.testing.Wire;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who is told that this server keeps to the SCIM interoperability profile, and how it is to speak by it. */
@QuarkusTest
class InteropProfileTest {

    private static final String CONFIGURATION = "/scim/v2/ServiceProviderConfig";

    @Test
    @Tag("INT-01")
    void the_profile_is_kept_for_who_speaks_by_it_and_claimed_to_nobody_else() throws IOException {
        TestTenant tenant = TestTenant.create();
        String strict = tenant.speaking(INTEROP_STRICT);
        SoftAssertions all = new SoftAssertions();
        all.assertThat(claimed("Authorization: Bearer " + strict)).isEqualTo("true");
        all.assertThat(claimed("Authorization: Bearer " + tenant.speaking(RFC))).isEqualTo("false");
        all.assertThat(claimed("Authorization: Bearer " + tenant.speaking(TOLERANT)))
                .isEqualTo("false");
        all.assertThat(claimed()).isEqualTo("false");
        for (String unusable : List.of(
                "Bearer " + strict.substring(0, strict.length() - 4) + "AAAA",
                "Bearer " + TestDatabase.OPERATOR_TOKEN,
                "Bearer x",
                "Bearer",
                "Basic dXNlcjpwYXNz")) {
            all.assertThat(claimed("Authorization: " + unusable)).as(unusable).isEqualTo("false");
        }
        all.assertThat(claimed("Authorization: Bearer " + strict, "Authorization: Bearer " + strict))
                .as("two tokens")
                .isEqualTo("false");
        all.assertAll();
    }

    @Test
    @Tag("INT-01")
    void a_dead_token_counts_as_none() throws IOException {
        TestTenant tenant = TestTenant.create();
        String strict = tenant.speaking(INTEROP_STRICT);
        tenant.revokeAll(INTEROP_STRICT);
        assertThat(claimed("Authorization: Bearer " + strict)).isEqualTo("false");
    }

    @Test
    @Tag("INT-01")
    @Tag("DISC-17")
    void the_claim_is_an_attribute_that_is_published() {
        JsonNode attributes = Reply.of(io.restassured.RestAssured.get(
                        "/scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"))
                .demand(200)
                .body()
                .path("attributes");
        assertThat(attributes)
                .filteredOn(attribute -> attribute.path("name").asText().equals("interopProfileConformant"))
                .singleElement()
                .satisfies(attribute -> {
                    assertThat(attribute.path("type").asText()).isEqualTo("boolean");
                    assertThat(attribute.path("mutability").asText()).isEqualTo("readOnly");
                    assertThat(attribute.path("required").asBoolean()).isFalse();
                });
    }

    @Test
    @Tag("INT-13")
    @Tag("INT-14")
    @Tag("INT-15")
    void a_client_of_the_profile_gets_through_a_whole_life() {
        Connector idp = Speaker.of(INTEROP_STRICT);
        String ada = Speaker.user(idp);
        String id = ada.substring("/Users/".length());
        String bob = idp.create("bob").demand(201).id();
        String group = "/Groups/" + idp.group("g");

        idp.patch(group, "{'op':'add','path':'members','value':[{'value':'" + id + "'},{'value':'" + bob + "'}]}")
                .demand(204);
        idp.patch(group, "{'op':'remove','path':'members[value eq \\'" + bob + "\\']'}")
                .demand(204);
        assertThat(idp.get(group).body().path("members")).hasSize(1);
        assertThat(outcome(idp.create("ADA"))).isEqualTo("409 uniqueness");
        assertThat(outcome(idp.patch("/Users/" + bob, "{'op':'replace','path':'userName','value':'Ada'}")))
                .isEqualTo("409 uniqueness");
        assertThat(idp.activate(id, false).demand(200).body().path("active").asBoolean())
                .isFalse();
        idp.get(ada).demand(200);
        idp.delete(ada).demand(204);
        idp.get(ada).demand(404);
        idp.create("ada").demand(201);
    }

    /** What the configuration says to who sends these headers; empty when it does not answer. */
    private static String claimed(String... headers) throws IOException {
        String answer = Wire.send("GET", CONFIGURATION, headers);
        return Wire.status(answer) != 200
                ? answer
                : new com.fasterxml.jackson.databind.ObjectMapper()
                        .readTree(Wire.body(answer))
                        .path("interopProfileConformant")
                        .asText();
    }
}
