package io.usher.scim.custom;

import static io.usher.scim.custom.CustomSchemas.ALL;
import static io.usher.scim.custom.CustomSchemas.BADGE;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When an attribute is shown, and to whom. */
@QuarkusTest
@TestProfile(CustomSchemas.class)
@SuppressWarnings("NullAway.Init") // opened before each test
class CustomReturnedTest {

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
    @Tag("SCH-24")
    void what_is_returned_on_request_is_shown_to_who_asks_or_has_just_sent_it() {
        Reply created = idp.post("/Users", person("ada", "'note':'n','laptop':{'model':'m','hint':'h'}"))
                .demand(201);
        String ada = created.id();
        assertThat(badge(created)).isEqualTo(json("{'note':'n','laptop':{'model':'m','hint':'h'}}"));
        assertThat(shown(ada)).isEqualTo(json("{'laptop':{'model':'m'}}"));
        assertThat(badge(idp.get("/Users/" + ada + "?attributes=" + BADGE + ":note")))
                .isEqualTo(json("{'note':'n'}"));
        assertThat(badge(idp.get("/Users/" + ada + "?attributes=" + BADGE + ":laptop.hint")))
                .isEqualTo(json("{'laptop':{'hint':'h'}}"));
        assertThat(badge(idp.get("/Users/" + ada + "?excludedAttributes=userName"))
                        .has("note"))
                .isFalse();

        assertThat(badge(replace(idp, ada, "level", "1")).has("note")).isFalse();
        assertThat(badge(replace(idp, ada, "note", "'o'")).path("note").asText())
                .isEqualTo("o");
        assertThat(badge(replace(idp, ada, "laptop", "{'hint':'i'}"))
                        .path("laptop")
                        .path("hint")
                        .asText())
                .isEqualTo("i");
        Reply pathless =
                idp.patch("/Users/" + ada, "{'op':'add','value':{'" + BADGE + "':{'note':'p'},'homepage':'h'}}");
        assertThat(badge(pathless).path("note").asText()).isEqualTo("p");
        assertThat(pathless.body().path("homepage").asText()).isEqualTo("h");
        assertThat(idp.user(ada).body().has("homepage")).isFalse();
        assertThat(badge(idp.put("/Users/" + ada, person("ada", "'NOTE':'q'")))
                        .path("note")
                        .asText())
                .isEqualTo("q");
    }

    @Test
    @Tag("SCH-21")
    @Tag("SCH-23")
    void what_is_returned_always_and_by_default_is() {
        String ada = ada();
        JsonNode always = json("{'region':'EU','site':{'city':'Rome','floor':2}}");
        assertThat(badge(idp.get("/Users/" + ada + "?attributes=userName"))).isEqualTo(always);
        assertThat(badge(idp.get("/Users/" + ada + "?excludedAttributes=" + BADGE)))
                .isEqualTo(always);
        assertThat(badge(idp.get("/Users/" + ada + "?excludedAttributes=" + BADGE + ":site," + BADGE + ":level")))
                .isEqualTo(((ObjectNode) shown(ada)).without("level"));
        assertThat(badge(idp.get("/Users/" + ada + "?attributes=" + BADGE + ":level"))
                        .path("level")
                        .asInt())
                .isEqualTo(10);
    }
}
