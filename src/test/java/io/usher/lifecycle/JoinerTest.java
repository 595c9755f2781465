package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.TestTenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"bob,bob", "bob,BOB", "bob,ＢＯＢ", "müller,MÜLLER", "zoe\u0308,zoë", "ﬁn,FIN"})
    @Tag("T17")
    @Tag("RES-02")
    @Tag("CRE-03")
    @Tag("SEC-01")
    void a_name_is_taken_in_every_way_to_write_it(String taken, String wanted) {
        idp.create(taken).demand(201);
        Traces before = Traces.of(tenant);

        Reply refused = idp.create(wanted).demand(409);

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
    @Tag("PAT-57")
    void a_change_to_a_taken_name_is_a_conflict() {
        idp.create("bob").demand(201);
        Reply ada = idp.create("ada").demand(201);

        Reply refused = idp.patch("/Users/" + ada.id(), "{'op':'replace','path':'userName','value':'Bob'}");

        assertThat(refused.demand(409).scimType()).isEqualTo("uniqueness");
        assertThat(idp.user(ada.id()).text()).isEqualTo(ada.text());
    }

    @Test
    @Tag("T2")
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
