package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code meta.version} counts what the identity provider can write, {@code stateVersion} what is in force. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class VersionTest {

    private TestTenant tenant;
    private Connector idp;
    private Reply ada;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        ada = idp.create("ada").demand(201);
    }

    @Test
    @Tag("T47")
    @Tag("PAT-63")
    @Tag("DEL-06")
    @Tag("PUT-12")
    @Tag("ETG-05")
    @Tag("ERR-05")
    void a_stale_version_is_refused_and_changes_nothing() {
        Reply newer = idp.activate(ada.id(), false).demand(200);
        Connector stale = idp.with("If-Match", ada.etag());

        stale.activate(ada.id(), true).demand(412);
        stale.put("/Users/" + ada.id(), Connector.person("ada", "")).demand(412);
        stale.delete("/Users/" + ada.id()).demand(412);

        assertThat(idp.user(ada.id()).text()).isEqualTo(newer.text());
    }

    @Test
    @Tag("T47")
    @Tag("COM-13")
    @Tag("ETG-02")
    @Tag("ETG-06")
    @Tag("ETG-07")
    void the_current_version_is_accepted_and_any_is_any() {
        Reply off = idp.with("If-Match", ada.etag()).activate(ada.id(), false).demand(200);
        Reply on = idp.with("If-Match", off.etag()).activate(ada.id(), true).demand(200);
        Reply last = idp.with("If-Match", "*").activate(ada.id(), false).demand(200);
        String strong = last.etag().replace("W/", "");
        Reply put = idp.with("If-Match", "\"x\", " + last.etag())
                .put("/Users/" + ada.id(), Connector.person("ada", ",'title':'Lady'"))
                .demand(200);
        idp.with("If-Match", strong).delete("/Users/" + ada.id()).demand(412);
        idp.with("If-Match", put.etag().replace("W/", ""))
                .delete("/Users/" + ada.id())
                .demand(204);

        assertThat(on.etag()).isNotEqualTo(off.etag()).isNotEqualTo(ada.etag());
        assertThat(on.body().path("meta").path("version").asText()).isEqualTo(on.etag());
    }

    @Test
    @Tag("T47")
    @Tag("ETG-05")
    @Tag("ETG-08")
    void a_group_has_versions_too() {
        String group = idp.group("Readers");
        Reply before = idp.get("/Groups/" + group);
        idp.with("If-Match", before.etag()).addMember(group, ada.id()).demand(204);

        idp.with("If-Match", before.etag()).removeMember(group, ada.id()).demand(412);
        idp.with("If-Match", before.etag()).delete("/Groups/" + group).demand(412);

        assertThat(idp.get("/Groups/" + group).body().path("members").size()).isEqualTo(1);
    }

    @Test
    @Tag("GET-06")
    @Tag("ETG-04")
    void who_has_the_version_already_gets_it_not_again() {
        Reply same = idp.with("If-None-Match", ada.etag()).user(ada.id()).demand(304);

        assertThat(same.text()).isEmpty();
        assertThat(same.etag()).isEqualTo(ada.etag());
        idp.with("If-None-Match", "*").user(ada.id()).demand(304);
        idp.activate(ada.id(), false).demand(200);
        idp.with("If-None-Match", ada.etag()).user(ada.id()).demand(200);
    }

    @Test
    @Tag("HTTP-23")
    void head_answers_like_get_without_a_body() {
        for (String path : List.of(Connector.USERS + "/" + ada.id(), Connector.USERS, "/scim/v2/Schemas")) {
            Response get = idp.send("GET", path, null);
            Response head = idp.send("HEAD", path, null);

            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.asByteArray()).isEmpty();
            assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
            assertThat(head.contentType()).isEqualTo(get.contentType());
        }
    }

    @Test
    @Tag("ETG-01")
    @Tag("PAT-11")
    void every_call_about_a_person_or_a_group_answers_with_the_version() {
        String group = "{\"displayName\":\"Readers\"}";
        Reply made = idp.post("/Groups", group).demand(201);
        String path = "/Groups/" + made.id();

        assertThat(made.etag()).isEqualTo(idp.get(path).etag()).isNotEmpty();
        Reply patched = idp.addMember(made.id(), ada.id()).demand(204);
        assertThat(patched.etag())
                .isNotEqualTo(made.etag())
                .isEqualTo(idp.get(path).etag());
        Reply put = idp.put(path, group.replace("Readers", "Writers")).demand(200);
        assertThat(put.etag())
                .isNotEqualTo(patched.etag())
                .isEqualTo(idp.get(path).etag());
        assertThat(ada.etag()).isEqualTo(idp.user(ada.id()).etag()).isNotEmpty();
        Reply off = idp.activate(ada.id(), false).demand(200);
        assertThat(off.etag())
                .isNotEqualTo(ada.etag())
                .isEqualTo(idp.user(ada.id()).etag());
        Reply titled = idp.put("/Users/" + ada.id(), Connector.person("ada", ",'title':'Lady'"))
                .demand(200);
        assertThat(titled.etag())
                .isNotEqualTo(off.etag())
                .isEqualTo(idp.user(ada.id()).etag());
    }

    @Test
    @Tag("ETG-10")
    void in_a_list_each_has_his_version() {
        idp.activate(ada.id(), false).demand(200);
        String group = idp.group("Readers");

        assertThat(versions("/Users")).containsExactly(idp.user(ada.id()).etag());
        assertThat(versions("/Groups"))
                .containsExactly(idp.get("/Groups/" + group).etag());
    }

    private List<String> versions(String collection) {
        List<String> versions = new ArrayList<>();
        idp.get(collection)
                .demand(200)
                .body()
                .path("Resources")
                .forEach(resource ->
                        versions.add(resource.path("meta").path("version").asText()));
        return versions;
    }

    @Test
    @Tag("SEC-09")
    void times_are_utc_with_milliseconds_and_never_go_back() {
        String created = ada.body().path("meta").path("created").asText();
        String last = ada.lastModified();
        assertThat(List.of(created, last))
                .allMatch(time -> time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        for (int n = 0; n < 20; n++) {
            Reply changed = idp.patch("/Users/" + ada.id(), "{'op':'replace','path':'title','value':'Lady " + n + "'}")
                    .demand(200);
            assertThat(changed.lastModified()).hasSameSizeAs(last).isGreaterThanOrEqualTo(last);
            last = changed.lastModified();
        }
    }

    @Test
    void state_version_counts_every_change_of_what_is_in_force() {
        String bob = idp.create("bob").demand(201).id();
        String group = idp.group("Readers");
        assertThat(stateVersion(ada.id())).isEqualTo(1);

        idp.addMember(group, ada.id()).demand(204);
        assertThat(stateVersion(ada.id())).isEqualTo(2);
        idp.addMember(group, ada.id()).demand(204);
        assertThat(stateVersion(ada.id())).isEqualTo(2);
        idp.activate(ada.id(), false).demand(200);
        assertThat(stateVersion(ada.id())).isEqualTo(3);
        idp.removeMember(group, ada.id()).demand(204);
        assertThat(stateVersion(ada.id())).isEqualTo(4);
        assertThat(stateVersion(bob)).isEqualTo(1);
        assertThat(Tables.rows("""
                SELECT state_version FROM audit_subject WHERE tenant_id = ? AND user_id = ? ORDER BY state_version
                """, tenant.id(), ada.id()))
                .extracting(row -> row.get("state_version"))
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    void a_membership_changes_nothing_that_the_identity_provider_writes_of_the_person() {
        String group = idp.group("Readers");

        idp.addMember(group, ada.id()).demand(204);

        assertThat(idp.user(ada.id()).etag()).isEqualTo(ada.etag());
    }

    @Test
    void a_promotion_counts_for_him_who_is_promoted() {
        TestTenant small = TestTenant.withoutSeats().seats("full", 1);
        Connector connector = Connector.of(small, "okta");
        String first = connector.create("first").demand(201).id();
        Reply second = connector.create("second").demand(201);

        connector.activate(first, false).demand(200);

        Reply promoted = connector.user(second.id());
        assertThat(promoted.usher("stateVersion")).isEqualTo("2");
        assertThat(promoted.etag()).isEqualTo(second.etag());
        assertThat(promoted.signIn().path("since").asText())
                .isGreaterThan(second.signIn().path("since").asText());
    }

    private int stateVersion(String id) {
        return Integer.parseInt(idp.user(id).usher("stateVersion"));
    }
}
