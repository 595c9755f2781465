package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Names that are taken, secrets that are not kept, changes that are all or nothing. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class JoinerTest {

    private TestTenant tenant;
    private Connector idp;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
    }

    @Test
    @Tag("CRE-03")
    @Tag("SCH-25")
    @Tag("ERR-03")
    void a_name_that_is_taken_is_a_conflict_and_changes_nothing() {
        idp.create("bob").demand(201);
        Traces before = Traces.of(tenant);

        Reply refused = idp.create("BOB").demand(409);

        assertThat(refused.scimType()).isEqualTo("uniqueness");
        assertThat(Traces.of(tenant)).isEqualTo(new Traces(before.records() + 1, before.events(), before.ledger()));
        assertThat(Tables.count("SELECT count(*) FROM users WHERE tenant_id = ?", tenant.id()))
                .isEqualTo(1);
    }

    @Test
    @Tag("T1")
    void a_name_that_another_connection_uses_is_taken_and_its_owner_untouched() {
        Reply bob = idp.create("bob").demand(201);

        Connector.of(tenant, "entra").create("BOB").demand(409);

        assertThat(idp.user(bob.id()).text()).isEqualTo(bob.text());
    }

    @Test
    @Tag("T1")
    void nobody_takes_an_account_over_by_its_address() {
        String owned = Connector.person("bob", ",'emails':[{'value':'bob@example.com','type':'work'}]");
        Reply bob = idp.post("/Users", owned).demand(201);
        Connector entra = Connector.of(tenant, "entra");
        Traces before = Traces.of(tenant);

        entra.post("/Users", owned).demand(409);
        entra.patch(
                        "/Users/" + bob.id(),
                        "{'op':'replace','path':'emails[type eq \\'work\\'].value','value':'eve@example.com'}")
                .demand(403);
        entra.put("/Users/" + bob.id(), owned.replace("bob@example.com", "eve@example.com"))
                .demand(403);
        Reply other = entra.post("/Users", Connector.person("eve", ",'emails':[{'value':'bob@example.com'}]"))
                .demand(201);

        assertThat(other.id()).isNotEqualTo(bob.id());
        assertThat(idp.user(bob.id()).text()).isEqualTo(bob.text());
        assertThat(Traces.of(tenant).records()).isEqualTo(before.records() + 4);
        assertThat(Tables.value("SELECT connection_id FROM users WHERE id = ?", bob.id()))
                .isEqualTo(tenant.connection("okta"));
    }

    @Test
    @Tag("PAT-57")
    @Tag("ERR-05")
    void a_change_to_a_taken_name_is_a_conflict() {
        idp.create("bob").demand(201);
        Reply ada = idp.create("ada").demand(201);

        Reply refused = idp.patch("/Users/" + ada.id(), "{'op':'replace','path':'userName','value':'Bob'}");

        assertThat(refused.demand(409).scimType()).isEqualTo("uniqueness");
        assertThat(idp.user(ada.id()).text()).isEqualTo(ada.text());
    }

    @Test
    @Tag("T2")
    @Tag("COM-05")
    void an_external_id_is_unique_within_its_connection_only() {
        Connector entra = Connector.of(tenant, "entra");
        idp.post("/Users", Connector.person("ada", ",'externalId':'1'")).demand(201);

        assertThat(idp.post("/Users", Connector.person("bob", ",'externalId':'1'"))
                        .demand(409)
                        .scimType())
                .isEqualTo("uniqueness");
        entra.post("/Users", Connector.person("cyd", ",'externalId':'1'")).demand(201);
        idp.post("/Users", Connector.person("dot", ",'externalId':'01'")).demand(201);
    }

    @Test
    @Tag("T2")
    @Tag("COM-03")
    @Tag("GET-04")
    void an_external_id_is_text_and_names_nothing_of_ours() {
        Reply ada = idp.create("ada").demand(201);
        idp.user("ada").demand(404);
        for (String externalId : java.util.List.of(
                "0",
                "-1",
                "1",
                "admin",
                "null",
                "true",
                "9223372036854775808",
                "1e3",
                ada.id(),
                tenant.id(),
                "../x",
                "' or 1=1")) {
            Reply made = idp.post(
                            "/Users",
                            Connector.person("x" + externalId.hashCode(), "")
                                    .replace("}", ",\"externalId\":\"" + externalId + "\"}"))
                    .demand(201);

            assertThat(made.body().path("externalId").textValue()).isEqualTo(externalId);
            assertThat(java.util.UUID.fromString(made.id()).toString()).isEqualTo(made.id());
            assertThat(made.id()).isNotEqualTo(externalId);
            idp.user(externalId.replace("' or 1=1", "x").replace("../", ""))
                    .demand(externalId.equals(ada.id()) ? 200 : 404);
        }
        idp.post("/Users", Connector.person("number", ",'externalId':1")).demand(400);
        assertThat(idp.user(ada.id()).text()).isEqualTo(ada.text());
    }

    @Test
    @Tag("PUT-06")
    void a_replacement_without_a_name_is_refused_and_changes_nothing() {
        for (String path :
                java.util.List.of("/Users/" + idp.create("ada").demand(201).id(), "/Groups/" + idp.group("Readers"))) {
            Reply before = idp.get(path);

            Reply refused = idp.put(path, "{\"title\":\"Lady\",\"externalId\":\"x\"}");

            assertThat(refused.demand(400).scimType()).isEqualTo("invalidValue");
            assertThat(idp.get(path).text()).isEqualTo(before.text());
        }
    }

    @Test
    @Tag("PAT-07")
    void a_patch_is_all_or_nothing() {
        Reply ada = idp.create("ada").demand(201);
        Traces before = Traces.of(tenant);

        idp.patch("/Users/" + ada.id(), """
                {'op':'replace','path':'active','value':false},
                {'op':'replace','path':'title','value':'Lady'},
                {'op':'replace','path':'id','value':'other'}""").demand(400);

        assertThat(idp.user(ada.id()).text()).isEqualTo(ada.text());
        assertThat(Traces.of(tenant)).isEqualTo(new Traces(before.records() + 1, before.events(), before.ledger()));
    }

    @Test
    @Tag("PAT-07")
    void a_group_patch_is_all_or_nothing() {
        String ada = idp.create("ada").demand(201).id();
        String group = idp.group("Readers");
        Reply before = idp.get("/Groups/" + group);

        idp.patch("/Groups/" + group, """
                {'op':'replace','path':'displayName','value':'Others'},
                {'op':'add','path':'members','value':[{'value':'%s'}]},
                {'op':'add','path':'members','value':[{'value':'%s'}]}
                """.formatted(ada, java.util.UUID.randomUUID()))
                .demand(400);

        assertThat(idp.get("/Groups/" + group).text()).isEqualTo(before.text());
    }
}
