package io.usher.scim.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An identity provider that syncs again and again finds what it wrote, however full the pool is, and writes nothing more. */
@QuarkusTest
class FullPoolSyncTest {

    private static final int CYCLES = 40;
    private static final List<String> PEOPLE = List.of("ada@example.com", "bob@example.com", "cyd@example.com");

    @ParameterizedTest
    @Tag("T45")
    @CsvSource(
            delimiter = '|',
            value = {
                "okta|{'quantity':1}",
                "entra|{'quantity':1}",
                "okta|{'quantity':1,'onLimit':'fallback','fallback':'learning'}",
                "entra|{'quantity':1,'onLimit':'fallback','fallback':'learning'}",
                "okta|{'quantity':1,'onLimit':'overage','overage':{'seats':1,'days':30,'then':'waitlist'}}",
                "entra|{'quantity':1,'onLimit':'overage','overage':{'seats':1,'days':30,'then':'waitlist'}}"
            })
    void after_the_first_cycle_nothing_is_written(String kind, String terms) {
        TestTenant tenant = TestTenant.withoutSeats().seats("learning", 1);
        new Operator(tenant).agree("full", terms).demand(200);
        Connector idp = Connector.of(tenant, kind);
        Sync sync = kind.equals("okta") ? new Okta(idp) : new Entra(idp);
        sync.cycle();
        String before = state(tenant);

        int writes = 0;
        for (int cycle = 2; cycle <= CYCLES; cycle++) {
            writes += sync.cycle();
        }

        assertThat(writes).as("writes that it found necessary").isZero();
        sync.pushAnyway();
        assertThat(state(tenant)).as("records, events, versions and seats").isEqualTo(before);
    }

    private static String state(TestTenant tenant) {
        return Tables.value("""
                SELECT (SELECT count(*) FROM audit_record r WHERE r.tenant_id = t.id) || ' records, '
                    || (SELECT count(*) FROM outbox o WHERE o.tenant_id = t.id) || ' events, '
                    || (SELECT count(*) FROM seat_ledger l WHERE l.tenant_id = t.id) || ' movements, '
                    || (SELECT string_agg(u.version || ' ' || c.status || ' ' || c.state_version, ', ' ORDER BY u.user_name)
                        FROM users u JOIN seat_claim c ON c.tenant_id = u.tenant_id AND c.user_id = u.id
                        WHERE u.tenant_id = t.id)
                FROM tenants t WHERE t.id = ?""", tenant.id());
    }

    /** One pass over all people: each is looked up, made when he is missing, and written when he is not as he should be. */
    private abstract static class Sync {

        final Connector idp;

        Sync(Connector idp) {
            this.idp = idp;
        }

        /** How many writes it took. */
        int cycle() {
            int writes = 0;
            for (String name : PEOPLE) {
                Reply found = idp.find("userName eq \"" + name + "\"");
                if (found.body().path("totalResults").asInt() == 0) {
                    create(name);
                    writes++;
                } else if (!found.body().at("/Resources/0/active").asBoolean()) {
                    push(name, found.body().at("/Resources/0/id").asText());
                    writes++;
                }
            }
            return writes;
        }

        /** As on "force sync" or "restart provisioning": everybody is written once more. */
        void pushAnyway() {
            for (String name : PEOPLE) {
                push(
                        name,
                        idp.find("userName eq \"" + name + "\"")
                                .body()
                                .at("/Resources/0/id")
                                .asText());
            }
        }

        void create(String name) {
            idp.post("/Users", Connector.person(name, attributes(name))).demand(201);
        }

        static String attributes(String name) {
            return ",'active':true,'displayName':'" + name + "','emails':[{'primary':true,'type':'work','value':'"
                    + name + "'}]";
        }

        abstract void push(String name, String id);
    }

    /** Writes by PUT of the whole. */
    private static final class Okta extends Sync {

        Okta(Connector idp) {
            super(idp);
        }

        @Override
        void push(String name, String id) {
            idp.put("/Users/" + id, Connector.person(name, attributes(name))).demand(200);
        }
    }

    /** Writes by PATCH of single attributes. */
    private static final class Entra extends Sync {

        Entra(Connector idp) {
            super(idp);
        }

        @Override
        void push(String name, String id) {
            idp.patch(
                            "/Users/" + id,
                            "{'op':'Replace','path':'active','value':'True'},"
                                    + "{'op':'Replace','path':'displayName','value':'" + name + "'},"
                                    + "{'op':'Add','path':'emails[type eq \\'work\\'].value','value':'" + name + "'}")
                    .demand(200);
        }
    }
}
