package io.usher.scim.custom;

import static io.usher.scim.custom.CustomSchemas.ALL;
import static io.usher.scim.custom.CustomSchemas.BADGE;
import static io.usher.scim.custom.CustomSchemas.TEAM;
import static io.usher.scim.custom.CustomSchemas.json;
import static io.usher.scim.custom.CustomSchemas.person;
import static io.usher.scim.custom.CustomSchemas.team;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Groups with an extension that each of them must have. */
@QuarkusTest
@TestProfile(CustomSchemas.class)
@SuppressWarnings("NullAway.Init") // opened before each test
class CustomGroupsTest {

    private Connector idp;

    @BeforeEach
    void open() {
        idp = Connector.of(TestTenant.create(), "okta");
    }

    @Test
    @Tag("DISC-14")
    void a_required_extension_is_part_of_every_group() {
        String plain =
                Connector.quoted("{'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'Red'}");
        assertThat(idp.post("/Groups", plain).demand(400).detail())
                .isEqualTo(TEAM + " is required and must not be empty.");
        Reply incomplete = idp.post("/Groups", plain.replace("}", ",\"" + TEAM + "\":{\"budget\":1}}"))
                .demand(400);
        assertThat(incomplete.detail()).isEqualTo(TEAM + ":code is required and must not be empty.");
        String red = idp.post("/Groups", team("Red", "x", "")).demand(201).id();
        assertThat(idp.put("/Groups/" + red, plain).demand(400).scimType()).isEqualTo("invalidValue");
        idp.patch("/Groups/" + red, "{'op':'remove','path':'" + TEAM + "'}").demand(400);
        idp.patch("/Groups/" + red, "{'op':'remove','path':'" + TEAM + ":code'}")
                .demand(400);
        Reply shown = idp.get("/Groups/" + red).demand(200);
        assertThat(shown.body().path("schemas").toString()).contains(TEAM);
        assertThat(shown.body().path(TEAM)).isEqualTo(json("{'code':'x'}"));
    }

    @Test
    void a_group_has_its_attributes_through_every_verb() {
        String more = ",'budget':1000.25,'since':'2026-01-01T00:00:00Z','hint':'h','labels':['a'],'lead':{'value':'V'}";
        Reply created = idp.post("/Groups", team("Red", "x", more)).demand(201);
        String red = created.id();
        assertThat(created.body().path(TEAM).path("hint").asText()).isEqualTo("h");
        idp.patch(
                        "/Groups/" + red,
                        "{'op':'add','path':'" + TEAM + ":labels','value':['b']},{'op':'replace','path':'" + TEAM
                                + ":budget','value':7}")
                .demand(204);
        assertThat(idp.patch(
                                "/Groups/" + red,
                                "{'op':'replace','path':'" + TEAM + ":since','value':'2027-01-01T00:00:00Z'}")
                        .demand(400)
                        .scimType())
                .isEqualTo("mutability");
        Reply shown = idp.get("/Groups/" + red).demand(200);
        assertThat(shown.body().path(TEAM))
                .isEqualTo(
                        json(
                                "{'code':'x','budget':7,'since':'2026-01-01T00:00:00.000Z','labels':['a','b'],'lead':{'value':'V'}}"));
        for (String filter : new String[] {"budget eq 7", "labels eq \"B\"", "lead.value eq \"V\"", "code eq \"X\""}) {
            Reply found =
                    idp.get("/Groups?filter=" + encoded(TEAM + ":" + filter)).demand(200);
            assertThat(found.body().path("totalResults").asInt()).as(filter).isEqualTo(1);
        }
        String user = idp.create("ada").demand(201).id();
        idp.addMember(red, user).demand(204);
        Reply put = idp.put("/Groups/" + red, team("Red", "x", ",'since':'2026-01-01T00:00:00Z','hint':'i'"))
                .demand(200);
        assertThat(put.body().path(TEAM)).isEqualTo(json("{'code':'x','since':'2026-01-01T00:00:00.000Z','hint':'i'}"));
    }

    @Test
    @Tag("FIL-25")
    void who_has_the_extension_is_found_by_schemas() {
        idp.post("/Users", person("ada", ALL)).demand(201);
        idp.create("bob").demand(201);
        Reply users = idp.find("schemas eq \"" + BADGE + "\"");
        assertThat(users.body().path("totalResults").asInt()).isEqualTo(1);
        idp.post("/Groups", team("Red", "x", "")).demand(201);
        Reply groups = idp.get("/Groups?filter=" + encoded("schemas eq \"" + TEAM + "\""))
                .demand(200);
        assertThat(groups.body().path("totalResults").asInt()).isEqualTo(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
