package io.usher.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.events.AlertMail.Letter;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an administrator reads at nine in the evening. */
class AlertTextTest {

    private static final UUID EVENT = UUID.fromString("01a2138a-8fd3-781d-b484-02fb27cfc1f3");

    private static AlertText text(String displayName, String type, ObjectNode data) {
        return new AlertText(new Letter(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "acme",
                displayName,
                EVENT,
                type,
                data,
                Instant.parse("2026-11-25T20:59:30Z"),
                "ada@example.com"));
    }

    private static ObjectNode pool(int used, int quantity, int waiting) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "full")
                .put("quantity", quantity)
                .put("used", used)
                .put("waitlisted", waiting);
    }

    @Test
    void a_pool_that_fills_up() {
        AlertText text =
                text("Acme GmbH", "seatPool.thresholdReached", pool(18, 20, 0).put("threshold", 90));

        assertThat(text.subject()).isEqualTo("Acme GmbH: 90 % of the seats of type full are used (18 of 20)");
        assertThat(text.body()).isEqualTo("""
                90 % of the seats of type full are used (18 of 20).

                Customer: Acme GmbH (acme)
                Seat type: full
                Used: 18 of 20
                Waiting: 0
                Since: 25 November 2026, 20:59 UTC

                What to do:
                - See who holds a seat and who waits: GET /api/v1/tenants/acme/seats/full/holders
                - Buy more: ask the vendor, whose operator raises the quantity: PUT /api/v1/tenants/acme/seats/full

                Event 01a2138a-8fd3-781d-b484-02fb27cfc1f3 of Usher.
                """);
    }

    @Test
    void a_group_that_becomes_mixed() {
        ObjectNode data =
                JsonNodeFactory.instance.objectNode().put("id", "g-1").put("displayName", "Sales\u2028\r\nBcc: spy");
        data.putArray("seatTypes").add("full").add("partner");
        AlertText text = text("Acme GmbH", "group.mixed", data);

        assertThat(text.subject()).isEqualTo("Acme GmbH: The group Sales Bcc: spy is mixed (full, partner)");
        assertThat(text.body())
                .contains("Group: Sales Bcc: spy (g-1)\nSeats of its members: full, partner\n")
                .contains("GET /api/v1/tenants/acme/users?group=g-1");
    }

    @Test
    void a_name_is_one_line_and_reads_in_its_own_direction() {
        AlertText text = text(" A\tc\u202eme\u0000\r\n ", "seatPool.waitlistStarted", pool(1, 1, 3));

        assertThat(text.subject()).isEqualTo("A c me: People wait for a seat of type full (1 of 1)");
        assertThat(text.body()).contains("Waiting: 3");
    }
}
