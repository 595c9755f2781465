package io.usher.scim.custom;

import static io.usher.scim.custom.CustomSchemas.ALL;
import static io.usher.scim.custom.CustomSchemas.BADGE;
import static io.usher.scim.custom.CustomSchemas.badge;
import static io.usher.scim.custom.CustomSchemas.json;
import static io.usher.scim.custom.CustomSchemas.person;
import static io.usher.scim.custom.CustomSchemas.replace;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A vendor's attributes under PATCH, in every shape, and what it may not change. */
@QuarkusTest
@TestProfile(CustomSchemas.class)
@SuppressWarnings("NullAway.Init") // opened before each test
class CustomPatchTest {

    private Connector idp;

    @BeforeEach
    void open() {
        idp = Connector.of(TestTenant.create(), "okta");
    }

    private String ada() {
        return idp.post("/Users", person("ada", ALL)).demand(201).id();
    }

    @ParameterizedTest
    @Tag("PAT-12")
    @Tag("PAT-18")
    @Tag("PAT-45")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "replace | :level                        | 11            | /level          | 11",
                "add     | :note                         | 'n'           | /note           | 'n'",
                "replace | :site.floor                   | 3             | /site           | {'city':'Rome','floor':3}",
                "add     | :tags                         | ['c','B']     | /tags           | ['a','b','c']",
                "add     | :tags                         | 'c'           | /tags           | ['a','b','c']",
                "replace | :scores                       | [1]           | /scores         | [1]",
                "remove  | :scores                       | 12            | /scores         | [3]",
                "add     | :laptop.colours               | ['green']     | /laptop/colours | ['red','blue','green']",
                "add     | :laptop                       | {'colours':['RED','x']} | /laptop/colours | ['red','blue','x']",
                "replace | :laptop.colours               | ['green']     | /laptop/colours | ['green']",
                "replace | :devices[type eq \"watch\"].serial | '9'      | /devices/1/serial | '9'",
                "add     | :devices[value eq \"d1\"].kinds | ['y']       | /devices/0/kinds | ['x','y']",
                "add     | :devices[value eq \"d1\"]     | {'kinds':['z']} | /devices/0/kinds | ['x','z']",
                "replace | :devices[value eq \"d2\"].primary | true      | /devices/0/primary | false",
                "add     | :devices                      | [{'value':'D1','type':'phone','kinds':['n']}] | /devices/0/kinds | ['n']"
            })
    void patch_reaches_every_shape_by_its_path(String op, String path, String value, String at, String shown) {
        String ada = ada();
        String operation =
                "{'op':'" + op + "','path':'" + BADGE + path.replace("\"", "\\'") + "','value':" + value + "}";
        Reply patched = idp.patch("/Users/" + ada, operation).demand(200);
        assertThat(badge(patched).at(at)).isEqualTo(json(shown));
    }

    @Test
    @Tag("PAT-49")
    @Tag("PAT-51")
    void patch_takes_the_whole_extension_in_every_form() {
        String ada = idp.create("ada").demand(201).id();
        String value = "{'level':1,'unknown':2}";
        idp.patch("/Users/" + ada, "{'op':'add','value':{'" + BADGE + "':" + value + "}}")
                .demand(200);
        idp.patch("/Users/" + ada, "{'op':'replace','path':'" + BADGE + "','value':{'rate':2}}")
                .demand(200);
        idp.patch("/Users/" + ada, "{'op':'add','value':{'" + BADGE + ":vip':'True','pronouns':'she'}}")
                .demand(200);
        Reply shown = idp.user(ada);
        assertThat(badge(shown)).isEqualTo(json("{'level':1,'rate':2,'vip':true}"));
        assertThat(shown.body().path("pronouns").asText()).isEqualTo("she");
    }

    @Test
    @Tag("SCH-19")
    @Tag("PUT-05")
    @Tag("PAT-44")
    @Tag("PAT-45")
    void what_is_immutable_is_given_once() {
        String ada = idp.create("ada").demand(201).id();
        replace(idp, ada, "serial", "'S1'").demand(200);
        replace(idp, ada, "serial", "'S1'").demand(200);
        idp.put("/Users/" + ada, person("ada", "'serial':'S1','laptop':{'model':'m','code':'c'}"))
                .demand(200);
        idp.put(
                        "/Users/" + ada,
                        person(
                                "ada",
                                "'serial':'S1','laptop':{'model':'n','code':'c'},'devices':[{'value':'d','serial':'1'}]"))
                .demand(200);
        for (Reply refused : new Reply[] {
            replace(idp, ada, "serial", "'S2'"),
            idp.patch("/Users/" + ada, "{'op':'remove','path':'" + BADGE + ":serial'}"),
            idp.patch("/Users/" + ada, "{'op':'remove','path':'" + BADGE + "'}"),
            replace(idp, ada, "laptop.code", "'d'"),
            replace(idp, ada, "devices[value eq \\'d\\'].serial", "'2'"),
            replace(idp, ada, "devices[value eq \\'d\\']", "{'serial':'2'}"),
            idp.patch(
                    "/Users/" + ada, "{'op':'add','path':'" + BADGE + ":devices','value':{'value':'d','serial':'2'}}"),
            idp.put("/Users/" + ada, person("ada", "'serial':'s1','laptop':{'model':'n','code':'c'}")),
            idp.put("/Users/" + ada, person("ada", "'serial':'S1','laptop':{'model':'n','code':'x'}"))
        }) {
            assertThat(refused.demand(400).scimType()).as(refused.text()).isEqualTo("mutability");
        }
    }
}
