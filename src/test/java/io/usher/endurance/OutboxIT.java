package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usher.testing.TestTenant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The outbox under a bad event and under a great many that nobody has read.
 */
@Tag("faults")
@Tag("T68")
class OutboxIT {

    private static final int BACKLOG = Integer.getInteger("usher.fault.backlog", 100_000);
    /** What an insert touches grows with the height of the index alone: by a few blocks for a million rows. */
    private static final int TREE = 10;

    private Installation installation;
    private Observer observer;
    private Intruder intruder;
    private UUID tenant;
    private Client client;

    @BeforeEach
    void start() {
        installation = Installation.of(1);
        observer = installation.observer();
        intruder = installation.intruder();
        TestTenant made = TestTenant.withoutSeats().seats("full", null);
        tenant = UUID.fromString(made.id());
        client = installation.clients(made.token("okta")).get(0);
    }

    @AfterEach
    void stop() {
        intruder.close();
        observer.close();
        installation.close();
    }

    @Test
    void an_event_that_is_not_json_or_has_no_record_cannot_be_stored() {
        assertThatThrownBy(() -> intruder.run(insert("'{\"half\": '", "gen_random_uuid()")))
                .hasStackTraceContaining("invalid input syntax for type json");
        assertThatThrownBy(() -> intruder.run(insert("NULL", "gen_random_uuid()")))
                .hasStackTraceContaining("violates not-null constraint");
        assertThatThrownBy(() -> intruder.run(insert("'{}'", "NULL")))
                .hasStackTraceContaining("violates not-null constraint");
        assertThat(observer.number("SELECT count(*) FROM outbox WHERE type = 'poison'"))
                .isZero();
    }

    @Test
    void a_huge_backlog_slows_no_change() {
        assertThat(client.createUser("before", true).status()).isEqualTo(201);
        long before = blocksOfOneMore();
        intruder.run("""
                INSERT INTO outbox (tenant_id, id, type, record_id, payload, created_at)
                SELECT '%s', gen_random_uuid(), 'backlog', gen_random_uuid(), '{"changed": ["title"]}', now()
                FROM generate_series(1, %d)""".formatted(tenant, BACKLOG)).run("ANALYZE outbox");
        long behind = blocksOfOneMore();
        print("An event touches %d blocks when the outbox is empty, %d behind %d undelivered ones"
                .formatted(before, behind, BACKLOG));
        assertThat(client.createUser("behind", true).status()).isEqualTo(201);
        assertThat(behind).isLessThan(before + TREE);
    }

    /** Asked twice: the first statement of a session also looks up what a table is. */
    private long blocksOfOneMore() {
        String insert = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) " + insert("'{}'", "gen_random_uuid()");
        observer.texts(insert);
        return observer.texts(insert).stream()
                .filter(line -> line.strip().startsWith("Buffers: shared"))
                .mapToLong(OutboxIT::blocks)
                .max()
                .orElseThrow();
    }

    private static long blocks(String line) {
        long blocks = 0;
        for (String part : line.strip().split(" ", -1)) {
            if (part.startsWith("hit=") || part.startsWith("read=")) {
                blocks += Long.parseLong(part.substring(part.indexOf('=') + 1));
            }
        }
        return blocks;
    }

    private String insert(String payload, String record) {
        return "INSERT INTO outbox (tenant_id, id, type, record_id, payload, created_at) VALUES ('" + tenant
                + "', gen_random_uuid(), 'poison', " + record + ", " + payload + ", now())";
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
