package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Feed;
import io.usher.testing.Operator;
import io.usher.testing.TestTenant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before seats run out, and when something begins or ends that costs money, the application hears of it, once. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class PoolAlertTest {

    private final Deque<String> people = new ArrayDeque<>();
    private int made;
    private TestTenant tenant;
    private Connector idp;
    private Operator operator;
    private Feed feed;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    private void enter(int count) {
        for (int i = 0; i < count; i++) {
            people.push(idp.create("person-" + made++).demand(201).id());
        }
    }

    private void leave(int count) {
        for (int i = 0; i < count; i++) {
            idp.delete("/Users/" + people.pop()).demand(204);
        }
    }

    /** What was told of pools since it was last asked. */
    private List<String> alerts() {
        List<String> alerts = new ArrayList<>();
        for (JsonNode event : feed.rest()) {
            String type = event.path("type").asText();
            if (type.startsWith("seatPool.") && !type.equals("seatPool.changed")) {
                JsonNode data = event.path("data");
                alerts.add(type.substring("seatPool.".length())
                        + (data.has("threshold") ? " " + data.path("threshold") : "") + ": " + data.path("used")
                        + " of " + data.path("quantity"));
            }
        }
        return alerts;
    }

    @Test
    void each_threshold_is_told_once_and_again_after_use_was_two_points_lower() {
        operator.agree("full", "{'quantity':20}").demand(200);
        feed = Feed.fromNow();

        enter(15);
        assertThat(alerts()).isEmpty();
        enter(5);
        assertThat(alerts())
                .containsExactly(
                        "thresholdReached 80: 16 of 20",
                        "thresholdReached 90: 18 of 20",
                        "thresholdReached 95: 19 of 20",
                        "thresholdReached 100: 20 of 20");
        leave(1);
        enter(1);
        assertThat(alerts()).as("95 % is two points lower, and more").containsExactly("thresholdReached 100: 20 of 20");
        leave(5);
        enter(1);
        assertThat(alerts()).containsExactly("thresholdReached 80: 16 of 20");
    }

    @Test
    void use_that_goes_up_and_down_by_a_seat_of_many_is_told_once() {
        operator.agree("full", "{'quantity':100}").demand(200);
        enter(79);
        feed = Feed.fromNow();

        for (int i = 0; i < 3; i++) {
            enter(1);
            leave(1);
        }

        assertThat(alerts()).containsExactly("thresholdReached 80: 80 of 100");
    }

    @Test
    void a_contract_that_is_lowered_tells_the_highest_threshold_that_it_reaches() {
        operator.agree("full", "{'quantity':20}").demand(200);
        enter(10);
        feed = Feed.fromNow();

        operator.agree("full", "{'quantity':11}").demand(200);
        assertThat(alerts()).containsExactly("thresholdReached 90: 10 of 11");
        operator.agree("full", "{'quantity':null}").demand(200);
        operator.agree("full", "{'quantity':11}").demand(200);
        assertThat(alerts()).containsExactly("thresholdReached 90: 10 of 11");
    }

    @Test
    void the_first_who_waits_is_told_and_the_first_again_when_nobody_did() {
        operator.agree("full", "{'quantity':1}").demand(200);
        enter(1);
        feed = Feed.fromNow();

        enter(2);
        assertThat(alerts()).containsExactly("waitlistStarted: 1 of 1");
        leave(2);
        enter(1);
        assertThat(alerts()).containsExactly("waitlistStarted: 1 of 1");
    }

    @Test
    void overage_is_told_when_it_starts_and_when_it_ends() {
        operator.agree("full", "{'quantity':1,'onLimit':'overage','overage':{'seats':2,'days':30,'then':'waitlist'}}")
                .demand(200);
        enter(1);
        feed = Feed.fromNow();

        enter(2);
        assertThat(alerts()).containsExactly("overageStarted: 2 of 1");
        leave(2);
        assertThat(alerts()).containsExactly("overageEnded: 1 of 1");
    }
}
