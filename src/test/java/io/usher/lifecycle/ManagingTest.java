package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everybody reads everybody; one connection writes. */
@QuarkusTest
@Tag("T1")
@SuppressWarnings("NullAway.Init") // opened before each test
class ManagingTest {

    private TestTenant tenant;
    private Connector okta;
    private Connector entra;
    private String ada;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        okta = Connector.of(tenant, "okta");
        entra = Connector.of(tenant, "entra");
        ada = okta.post("/Users", Connector.person("ada", ",'externalId':'x-1'"))
                .demand(201)
                .id();
    }

    @Test
    void what_another_connection_manages_may_be_read_and_not_written() {
        String before = okta.user(ada).text();

        assertThat(entra.user(ada).demand(200).text()).isEqualTo(before);
        for (Supplier<Reply> write : writes(entra)) {
            Reply refused = write.get().demand(403);
            assertThat(refused.detail()).contains("\"okta\"").contains("administrator");
        }
        assertThat(okta.user(ada).text()).isEqualTo(before);
    }

    @Test
    void a_group_of_another_connection_may_be_read_and_not_written() {
        String group = okta.group("Readers");
        String body = entra.get("/Groups/" + group).demand(200).text();

        List<Reply> refused = List.of(
                entra.addMember(group, ada),
                entra.patch("/Groups/" + group, "{'op':'replace','path':'displayName','value':'Mine'}"),
                entra.put("/Groups/" + group, body),
                entra.delete("/Groups/" + group));

        assertThat(refused).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.detail()).contains("\"okta\"");
        });
        assertThat(okta.get("/Groups/" + group).text()).isEqualTo(body);
    }

    @Test
    void whom_nobody_manages_the_first_writer_adopts_and_that_is_recorded() {
        unmanage();

        Reply adopted = entra.activate(ada, true).demand(200);

        assertThat(adopted.status()).isEqualTo(200);
        assertThat(manager()).isEqualTo(tenant.connection("entra"));
        Map<String, String> record = Tables.rows("""
                SELECT convert_from(r.body, 'UTF8') AS body FROM audit_record r
                JOIN audit_subject s ON s.tenant_id = r.tenant_id AND s.record_id = r.id
                WHERE s.user_id = ? ORDER BY s.state_version DESC LIMIT 1""", ada).get(0);
        assertThat(record.get("body")).contains("\"adoptedBy\":\"" + tenant.connection("entra") + "\"");
        okta.activate(ada, false).demand(403);
    }

    @Test
    void adopting_somebody_whose_external_id_the_connection_already_uses_is_a_conflict() {
        unmanage();
        entra.post("/Users", Connector.person("bob", ",'externalId':'x-1'")).demand(201);

        Reply refused = entra.activate(ada, true);

        assertThat(refused.demand(409).scimType()).isEqualTo("uniqueness");
        assertThat(manager()).isEmpty();
    }

    @Test
    @Tag("T12")
    @Tag("T20")
    void a_protected_account_is_changed_by_no_door_not_even_to_what_it_is() {
        String group = okta.group("Readers");
        String joined = okta.group("Joined");
        okta.addMember(joined, ada).demand(204);
        Tables.change("UPDATE users SET protected = true WHERE id = ?", ada);
        String before = okta.user(ada).text();

        writes(okta).forEach(write -> write.get().demand(403));
        unmanage();
        writes(entra).forEach(write -> write.get().demand(403));
        okta.addMember(group, ada).demand(403);
        okta.removeMember(joined, ada).demand(403);
        okta.patch("/Groups/" + joined, "{'op':'replace','path':'members','value':[]}")
                .demand(403);
        okta.delete("/Groups/" + joined).demand(403);

        assertThat(okta.user(ada).text()).isEqualTo(before);
        assertThat(manager()).isEmpty();
    }

    @Test
    @Tag("T12")
    @Tag("T20")
    void no_way_of_writing_members_moves_a_protected_account_and_each_try_is_recorded() {
        String joined = okta.group("Joined");
        String other = okta.group("Other");
        String bob = okta.create("bob").demand(201).id();
        okta.addMember(joined, ada).demand(204);
        Tables.change("UPDATE users SET protected = true WHERE id = ?", ada);
        String before = okta.user(ada).text();
        String group = okta.get("/Groups/" + joined).text();

        List<Supplier<Reply>> doors = List.of(
                () -> members(joined, "{'op':'remove','path':'members[value eq \\'%s\\']'}"),
                () -> members(joined, "{'op':'Remove','path':'members','value':[{'value':'%s'}]}"),
                () -> members(joined, "{'op':'remove','path':'members'}"),
                () -> members(joined, "{'op':'replace','path':'members','value':[]}"),
                () -> members(joined, "{'op':'replace','value':{'members':[]}}"),
                () -> members(joined, "{'op':'replace','path':'members','value':[{'value':'" + bob + "'}]}"),
                () -> okta.put("/Groups/" + joined, Connector.quoted("{'displayName':'Joined'}")),
                () -> okta.put("/Groups/" + joined, Connector.quoted("{'displayName':'Joined','members':[]}")),
                () -> okta.delete("/Groups/" + joined),
                () -> members(other, "{'op':'add','path':'members','value':[{'value':'%s'}]}"),
                () -> members(other, "{'op':'add','value':{'members':[{'value':'%s'}]}}"),
                () -> members(other, "{'op':'replace','path':'members','value':[{'value':'%s'}]}"),
                () -> okta.put(
                        "/Groups/" + other,
                        Connector.quoted("{'displayName':'Other','members':[{'value':'" + ada + "'}]}")),
                () -> okta.post(
                        "/Groups", Connector.quoted("{'displayName':'New','members':[{'value':'" + ada + "'}]}")));
        for (Supplier<Reply> door : doors) {
            Traces traces = Traces.of(tenant);
            Reply refused = door.get().demand(403);
            assertThat(refused.detail()).contains("protected account");
            assertThat(Traces.of(tenant)).isEqualTo(new Traces(traces.records() + 1, traces.events(), traces.ledger()));
        }

        assertThat(okta.user(ada).text()).isEqualTo(before);
        assertThat(okta.get("/Groups/" + joined).text()).isEqualTo(group);
        assertThat(okta.get("/Groups/" + other).body().path("members").size()).isZero();
    }

    @Test
    @Tag("T12")
    @Tag("T19")
    void renaming_a_group_of_his_neither_grants_nor_takes_anything() {
        String joined = okta.group("Joined");
        okta.addMember(joined, ada).demand(204);
        Tables.change("UPDATE users SET protected = true WHERE id = ?", ada);
        String version = Tables.value("SELECT state_version FROM seat_claim WHERE user_id = ?", ada);

        members(joined, "{'op':'replace','path':'displayName','value':'super-admin'}")
                .demand(204);

        assertThat(Tables.value("SELECT state_version FROM seat_claim WHERE user_id = ?", ada))
                .isEqualTo(version);
    }

    private Reply members(String group, String operation) {
        return okta.patch("/Groups/" + group, operation.replace("%s", ada));
    }

    @Test
    @Tag("T20")
    void a_group_with_a_protected_member_is_still_there_for_others() {
        String group = okta.group("Readers");
        okta.addMember(group, ada).demand(204);
        Tables.change("UPDATE users SET protected = true WHERE id = ?", ada);
        String bob = okta.create("bob").demand(201).id();

        okta.addMember(group, bob).demand(204);
        okta.removeMember(group, bob).demand(204);
    }

    private List<Supplier<Reply>> writes(Connector connector) {
        String path = "/Users/" + ada;
        return List.of(
                () -> connector.activate(ada, false),
                () -> connector.activate(ada, true),
                () -> connector.patch(path, "{'op':'replace','value':{'title':'Mine'}}"),
                () -> connector.put(path, Connector.person("ada", ",'externalId':'x-1','active':true")),
                () -> connector.put(path, Connector.person("ada", ",'title':'Mine'")),
                () -> connector.delete(path));
    }

    private void unmanage() {
        Tables.change("UPDATE users SET connection_id = NULL WHERE tenant_id = ? AND id = ?", tenant.id(), ada);
    }

    private String manager() {
        return Tables.value("SELECT connection_id FROM users WHERE id = ?", ada);
    }
}
