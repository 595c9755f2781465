package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Crowd;
import io.usher.testing.Operator;
import io.usher.testing.TestTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rule for a whole company is settled in the background; {@code -Dusher.rule.members=100000} tries a large one. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class RuleForManyTest {

    private static final Logger LOG = Logger.getLogger(RuleForManyTest.class);
    private static final int MEMBERS = Integer.getInteger("usher.rule.members", 2_000);
    private static final int CREATES_BEFORE = 100;

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;
    private int created;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    @Test
    void people_are_made_while_a_rule_is_settled_for_many() {
        String group = idp.group("Everybody");
        Crowd.joinGroup(tenant, idp, MEMBERS, group);
        List<Long> before = new ArrayList<>();
        for (int i = 0; i < CREATES_BEFORE; i++) {
            before.add(create());
        }

        long begun = System.nanoTime();
        operator.govern(group, "{'seatRule':{'seatType':'partner','priority':1}}")
                .demand(200);
        long kept = System.nanoTime() - begun;
        List<Long> meanwhile = new ArrayList<>();
        for (int left = MEMBERS;
                left > 0;
                left = MEMBERS - operator.pool("partner").path("used").asInt()) {
            for (int i = 0; i < 5; i++) {
                meanwhile.add(create());
            }
        }
        long settled = System.nanoTime() - begun;

        LOG.infof(
                "rule for %,d: kept in %d ms, settled in %,d ms; a create before: median %d ms, 99 %% %d ms; meanwhile (%d): %d ms, %d ms",
                MEMBERS,
                millis(kept),
                millis(settled),
                quantile(before, 50),
                quantile(before, 99),
                meanwhile.size(),
                quantile(meanwhile, 50),
                quantile(meanwhile, 99));
        assertThat(operator.pool("full").path("used").asInt()).isEqualTo(created + 1);
        SeatBooks.balance(tenant);
    }

    private long create() {
        long begun = System.nanoTime();
        idp.create("person-" + created++).demand(201);
        return System.nanoTime() - begun;
    }

    private static long quantile(List<Long> nanos, int percent) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return millis(sorted.get((sorted.size() - 1) * percent / 100));
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
