package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A write that changes nothing changes nothing: no record, no event, no new version or lastModified. */
@QuarkusTest
@Tag("T54")
@Tag("PAT-11")
@SuppressWarnings("NullAway.Init") // opened before each test
class NothingChangesTest {

    private static final String ADA = Connector.person(
            "ada", ",'title':'Countess','active':true,'emails':[{'value':'ada@example.com','type':'work'}]");

    private TestTenant tenant;
    private Connector idp;
    private Reply ada;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "entra");
        ada = idp.post("/Users", ADA).demand(201);
    }

    @Test
    void the_same_put_again() {
        Traces before = Traces.of(tenant);

        assertSame(idp.put("/Users/" + ada.id(), ADA).demand(200));
        assertThat(Traces.of(tenant)).isEqualTo(before);
    }

    @Test
    @Tag("PAT-21")
    @Tag("COM-10")
    void a_patch_with_what_is_there() {
        Traces before = Traces.of(tenant);

        assertSame(idp.activate(ada.id(), true).demand(200));
        assertSame(idp.patch("/Users/" + ada.id(), """
                {'op':'Add','path':'title','value':'Countess'},
                {'op':'Replace','path':'emails[type eq \\'work\\'].value','value':'ada@example.com'}""").demand(200));
        assertThat(Traces.of(tenant)).isEqualTo(before);
    }

    @Test
    void a_deactivation_of_somebody_inactive() {
        Reply off = idp.activate(ada.id(), false).demand(200);
        Traces before = Traces.of(tenant);

        Reply again = idp.activate(ada.id(), false).demand(200);

        assertThat(again.etag()).isEqualTo(off.etag());
        assertThat(Traces.of(tenant)).isEqualTo(before);
    }

    @Test
    @Tag("PAT-18")
    @Tag("PAT-28")
    @Tag("ETG-08")
    void adding_a_member_again_and_removing_somebody_who_is_none() {
        String group = idp.group("Readers");
        idp.addMember(group, ada.id()).demand(204);
        Reply shown = idp.get("/Groups/" + group);
        Traces before = Traces.of(tenant);

        idp.addMember(group, ada.id()).demand(204);
        String stranger = idp.create("bob").demand(201).id();
        Traces withBob = Traces.of(tenant);
        idp.removeMember(group, stranger).demand(204);
        idp.removeMember(group, UUID.randomUUID().toString()).demand(204);

        assertThat(Traces.of(tenant)).isEqualTo(withBob);
        assertThat(withBob.records()).isEqualTo(before.records() + 1);
        Reply after = idp.get("/Groups/" + group);
        assertThat(after.etag()).isEqualTo(shown.etag());
        assertThat(after.lastModified()).isEqualTo(shown.lastModified());
    }

    @Test
    void a_group_put_with_the_members_it_has() {
        String body = Connector.quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'Readers',
                 'members':[{'value':'%s'}]}""".formatted(ada.id()));
        Reply group = idp.post("/Groups", body).demand(201);
        Traces before = Traces.of(tenant);

        Reply again = idp.put("/Groups/" + group.id(), body).demand(200);

        assertThat(again.etag()).isEqualTo(group.etag());
        assertThat(again.lastModified()).isEqualTo(group.lastModified());
        assertThat(Traces.of(tenant)).isEqualTo(before);
    }

    @Test
    @Tag("COM-09")
    @Tag("ETG-08")
    @Tag("ETG-12")
    void while_a_change_leaves_one_record_and_one_event() {
        Traces before = Traces.of(tenant);

        Reply after = idp.patch("/Users/" + ada.id(), "{'op':'replace','path':'title','value':'Lady'}")
                .demand(200);

        assertThat(after.etag()).isNotEqualTo(ada.etag());
        assertThat(ada.lastModified()).isEqualTo(created(ada));
        assertThat(after.lastModified()).isGreaterThan(ada.lastModified());
        assertThat(created(after)).isEqualTo(created(ada));
        assertThat(Traces.of(tenant)).isEqualTo(new Traces(before.records() + 1, before.events() + 1, before.ledger()));
    }

    private static String created(Reply resource) {
        return resource.body().path("meta").path("created").asText();
    }

    @Test
    void setting_a_pool_to_the_quantity_it_has() {
        tenant.seats("full", 7);
        Traces before = Traces.of(tenant);

        tenant.seats("full", 7);

        assertThat(Traces.of(tenant)).isEqualTo(before);
    }

    private void assertSame(Reply answer) {
        assertThat(answer.etag()).isEqualTo(ada.etag());
        assertThat(answer.text()).isEqualTo(ada.text());
        assertThat(idp.user(ada.id()).text()).isEqualTo(ada.text());
    }
}
