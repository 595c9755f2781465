package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.platform.Writes;
import io.usher.testing.Connector;
import io.usher.testing.Crowd;
import io.usher.testing.Reply;
import io.usher.testing.Statements;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A change of more members than one statement takes is one change all the same. The profile long makes it 100,000 of them. */
@QuarkusTest
@Tag("PUT-13")
@Tag("T35")
@SuppressWarnings("NullAway.Init") // opened before each test
class LargeGroupTest {

    private static final Logger LOG = Logger.getLogger(LargeGroupTest.class);
    private static final int MEMBERS = Integer.getInteger("usher.group.members", 2 * Writes.PART + 1);
    private static final int PARTS = (MEMBERS + Writes.PART - 1) / Writes.PART;

    private TestTenant tenant;
    private Connector idp;
    private List<String> people;
    private String group;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "entra");
        people = Crowd.join(tenant, idp, MEMBERS);
        group = idp.group("Readers");
    }

    @Test
    void each_part_of_a_replacement_takes_the_same_few_statements() {
        int few = statements("PUT of 10", () -> replace(people.subList(0, 10)), 200);
        assertThat(statements("PUT of all", () -> replace(people), 200)).isLessThanOrEqualTo(few + 6 * PARTS);
        assertThat(members()).isEqualTo(MEMBERS);
        assertThat(statements("PUT of all again", () -> replace(people), 200)).isLessThanOrEqualTo(few + 2 * PARTS);
        assertThat(statements("PUT of none", () -> replace(List.of()), 200)).isLessThanOrEqualTo(few + 6 * PARTS);
        assertThat(members()).isZero();
    }

    @Test
    void a_replacement_is_one_record_and_an_event_for_each_person() {
        replace(people).demand(200);

        assertThat(Tables.rows("""
                SELECT count(DISTINCT record_id) AS records, count(DISTINCT user_id) AS people, count(*) AS events
                FROM outbox WHERE tenant_id = ? AND type = 'membership.joined'""", tenant.id()))
                .singleElement()
                .hasToString("{records=1, people=%1$d, events=%1$d}".formatted(MEMBERS));
        assertThat(Tables.count("""
                SELECT count(*) FROM audit_subject s JOIN seat_claim c USING (tenant_id, user_id, state_version)
                WHERE tenant_id = ? AND state_version = 2""", tenant.id())).isEqualTo(MEMBERS);
    }

    @Test
    void one_stranger_among_the_members_and_nothing_is_done() {
        List<String> withStranger = new ArrayList<>(people.subList(1, MEMBERS));
        withStranger.add(UUID.randomUUID().toString());
        String before = idp.get("/Groups/" + group).text();

        assertThat(replace(withStranger).demand(400).scimType()).isEqualTo("invalidValue");

        assertThat(members()).isZero();
        assertThat(idp.get("/Groups/" + group).text()).isEqualTo(before);
        assertThat(Tables.count(
                        "SELECT count(*) FROM outbox WHERE tenant_id = ? AND type LIKE 'membership%'", tenant.id()))
                .isZero();
    }

    @Test
    void a_group_comes_and_goes_with_its_members() {
        // As many as the body of a POST can name.
        List<String> some = people.subList(0, Math.min(MEMBERS, 30_000));
        String body = "{'displayName':'Writers','members':[" + values(some) + "]}";
        String writers = idp.post("/Groups?excludedAttributes=members", Connector.quoted(body))
                .demand(201)
                .id();
        assertThat(members()).isEqualTo(some.size());

        idp.delete("/Groups/" + writers).demand(204);
        assertThat(members()).isZero();
    }

    private Reply replace(List<String> members) {
        return idp.put(
                "/Groups/" + group + "?excludedAttributes=members",
                Connector.quoted("{'displayName':'Readers','members':[" + values(members) + "]}"));
    }

    private static String values(List<String> people) {
        return people.stream().map(id -> "{'value':'" + id + "'}").collect(Collectors.joining(","));
    }

    private int members() {
        return Tables.count("SELECT count(*) FROM membership WHERE tenant_id = ?", tenant.id());
    }

    private static int statements(String what, Supplier<Reply> request, int status) {
        long begin = System.nanoTime();
        int calls = Statements.during(() -> request.get().demand(status)).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        LOG.infof("%s (%,d): %d statements, %d ms", what, MEMBERS, calls, (System.nanoTime() - begin) / 1_000_000);
        assertThat(calls).as("statements of %s", what).isPositive();
        return calls;
    }
}
