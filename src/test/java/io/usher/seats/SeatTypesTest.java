package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tenant sells: types with their capabilities, and when. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class SeatTypesTest {

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    @AfterEach
    void the_books_balance() {
        SeatBooks.balance(tenant);
    }

    @Test
    void a_new_type_is_sold_from_the_next_request() {
        operator.agree("studio", "{'quantity':1,'capabilities':['content','video']}")
                .demand(200);

        Reply ada = idp.post("/Users", Connector.person("ada", Connector.wishing("Studio")))
                .demand(201);

        assertThat(ada.usher("seatType")).isEqualTo("studio");
        assertThat(operator.access(ada.id()).path("capabilities").toString()).isEqualTo("[\"content\",\"video\"]");
        assertThat(operator.pools("studio")).isEqualTo("1 of 1, 0 waiting");
    }

    @Test
    void a_new_type_without_capabilities_is_taken_for_a_misspelt_one() {
        Reply refused = operator.agree("ful", "{'quantity':1}").demand(400);

        assertThat(refused.text())
                .contains("must be one of full, partner, learning")
                .contains("capabilities");
    }

    @Test
    void words_of_types_and_capabilities_are_plain() {
        for (String type : new String[] {"admin", "ledger", "days", "Golden", "x_y", "-x"}) {
            assertThat(operator.agree(type, "{'quantity':1,'capabilities':[]}").status())
                    .as(type)
                    .isEqualTo(400);
        }
        for (String words : new String[] {"['A b']", "['x','x']", "'x'", "[1]"}) {
            assertThat(operator.agree("golden", "{'quantity':1,'capabilities':" + words + "}")
                            .status())
                    .as(words)
                    .isEqualTo(400);
        }
        assertThat(idp.post("/Users", Connector.person("ada", Connector.wishing("golden")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void what_a_type_may_use_can_be_changed() {
        operator.agree("learning", "{'quantity':1,'capabilities':['training','quiz']}")
                .demand(200);
        String ada = idp.post("/Users", Connector.person("ada", Connector.wishing("learning")))
                .demand(201)
                .id();

        assertThat(operator.access(ada).path("capabilities").toString()).isEqualTo("[\"training\",\"quiz\"]");
        assertThat(operator.agree("learning", "{'quantity':2}")
                        .body()
                        .path("capabilities")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void before_a_contract_begins_people_wait_and_when_it_does_they_are_seated() {
        Instant begins = Instant.now().plusSeconds(2);
        operator.agree("full", "{'quantity':1,'validFrom':'" + begins + "'}").demand(200);
        String ada = idp.create("ada").demand(201).id();
        assertThat(idp.user(ada).usher("seatStatus")).isEqualTo("waitlisted");

        operator.settled();

        assertThat(idp.user(ada).usher("seatStatus")).isEqualTo("assigned");
        assertThat(Instant.parse(idp.user(ada).usher("seatAssignedAt"))).isAfterOrEqualTo(begins.minusMillis(1));
    }

    @Test
    void after_a_contract_has_ended_holders_keep_their_seats_and_nobody_new_gets_one() {
        operator.agree("full", "{'quantity':2}").demand(200);
        String ada = idp.create("ada").demand(201).id();

        Reply ended = operator.agree(
                        "full", "{'quantity':2,'validFrom':'2020-01-01T00:00:00Z','validUntil':'2021-01-01T00:00:00Z'}")
                .demand(200);

        assertThat(ended.body().path("validUntil").asText()).isEqualTo("2021-01-01T00:00:00Z");
        String bob = idp.create("bob").demand(201).id();
        assertThat(idp.user(ada).usher("seatStatus")).isEqualTo("assigned");
        assertThat(idp.user(bob).usher("seatStatus")).isEqualTo("waitlisted");
        idp.activate(ada, false).demand(200);
        assertThat(idp.user(bob).usher("seatStatus")).isEqualTo("waitlisted");
        operator.agree("full", "{'quantity':2,'validUntil':null}").demand(200);
        assertThat(idp.user(bob).usher("seatStatus")).isEqualTo("assigned");
    }

    @Test
    void a_contract_does_not_end_before_it_begins() {
        assertThat(operator.agree(
                                "full",
                                "{'quantity':2,'validFrom':'2021-01-01T00:00:00Z','validUntil':'2021-01-01T00:00:00Z'}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.agree("full", "{'quantity':2,'validFrom':'soon'}").status())
                .isEqualTo(400);
        assertThat(operator.agree("full", "{'quantity':2,'validFrom':5}").status())
                .isEqualTo(400);
    }
}
