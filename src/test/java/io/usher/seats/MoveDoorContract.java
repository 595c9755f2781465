package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every door is the same door, also for who is in already: whatever gives him another type, his seats are exchanged alike. */
@Tag("T43")
@Tag("T49")
@SuppressWarnings("NullAway.Init") // opened before each test
abstract class MoveDoorContract {

    TestTenant tenant;
    Connector idp;
    Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats().seats("full", 2).seats("partner", 1);
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    /** Gives somebody another type through this door. */
    abstract Reply move(String userName, String id, String type);

    /** What has chosen the type then. */
    abstract String source();

    /** A pool that refuses others refuses him too: whoever came through this door asked for himself. */
    abstract boolean isRefused();

    @AfterEach
    void the_books_balance() {
        SeatBooks.balance(tenant);
    }

    private String enter(String userName) {
        return idp.create(userName).demand(201).id();
    }

    private String seat(String id) {
        Reply person = idp.user(id);
        return person.usher("seatStatus") + " " + person.usher("seatType") + " by " + person.usher("seatSource");
    }

    private String pools() {
        return operator.pools("full") + "; " + operator.pools("partner");
    }

    @Test
    void one_seat_is_freed_and_one_is_taken() {
        String ada = enter("ada");

        move("ada", ada, "partner").demand(200);

        assertThat(seat(ada)).isEqualTo("assigned partner by " + source());
        assertThat(pools()).isEqualTo("0 of 2, 0 waiting; 1 of 1, 0 waiting");
        assertThat(operator.reason(ada)).isEqualTo("ok");
    }

    @Test
    void the_same_again_moves_nothing() {
        String ada = enter("ada");
        move("ada", ada, "partner").demand(200);
        int movements = movements();

        move("ada", ada, "partner").demand(200);

        assertThat(movements()).isEqualTo(movements);
    }

    private int movements() {
        return Tables.count("SELECT count(*) FROM seat_ledger WHERE tenant_id = ?", tenant.id());
    }

    @Test
    void there_and_back_many_times_leaks_no_seat() {
        String ada = enter("ada");
        for (int i = 0; i < 3; i++) {
            move("ada", ada, "partner").demand(200);
            assertThat(pools()).isEqualTo("0 of 2, 0 waiting; 1 of 1, 0 waiting");
            move("ada", ada, "full").demand(200);
            assertThat(pools()).isEqualTo("1 of 2, 0 waiting; 0 of 1, 0 waiting");
        }
    }

    @Test
    void the_seat_passes_on_in_the_transaction_that_frees_it() {
        String ada = enter("ada");
        enter("bob");
        String cyd = enter("cyd");
        String dan = enter("dan");
        assertThat(seat(cyd)).startsWith("waitlisted");

        move("ada", ada, "partner").demand(200);

        assertThat(seat(cyd)).startsWith("assigned full");
        assertThat(idp.user(dan).usher("waitlistPosition")).isEqualTo("1");
        List<Map<String, String>> moves = Tables.rows("""
                SELECT xmin::text AS transaction, movement, type, user_id::text FROM seat_ledger
                WHERE tenant_id = ? ORDER BY seq DESC LIMIT 4""", tenant.id());
        assertThat(moves)
                .extracting(move -> move.get("movement"), move -> move.get("type"), move -> move.get("user_id"))
                .containsExactly(
                        tuple("assigned", "full", cyd),
                        tuple("left_queue", "full", cyd),
                        tuple("assigned", "partner", ada),
                        tuple("freed", "full", ada));
        assertThat(moves).extracting(move -> move.get("transaction")).containsOnly(Tables.value("""
                        SELECT xmin::text FROM seat_claim WHERE tenant_id = ? AND user_id = ?""", tenant.id(), cyd));
    }

    @Test
    void who_moves_to_a_full_type_keeps_his_seat_until_one_is_free() {
        String ada = enter("ada");
        String bob = enter("bob");
        move("ada", ada, "partner").demand(200);

        move("bob", bob, "partner").demand(200);
        assertThat(seat(bob)).isEqualTo("fallback full by " + source());
        assertThat(pools()).isEqualTo("1 of 2, 0 waiting; 1 of 1, 1 waiting");
        assertThat(operator.reason(bob)).isEqualTo("ok");

        idp.activate(ada, false).demand(200);
        assertThat(seat(bob)).isEqualTo("assigned partner by " + source());
        assertThat(pools()).isEqualTo("0 of 2, 0 waiting; 1 of 1, 0 waiting");
    }

    @Test
    void who_moves_does_not_pass_those_who_wait() {
        String ada = enter("ada");
        move("ada", ada, "partner").demand(200);
        String bob = enter("bob");
        move("bob", bob, "partner").demand(200);
        String cyd = enter("cyd");
        move("cyd", cyd, "partner").demand(200);
        assertThat(idp.user(cyd).usher("waitlistPosition")).isEqualTo("2");

        tenant.seats("partner", 2);

        assertThat(seat(bob)).isEqualTo("assigned partner by " + source());
        assertThat(seat(cyd)).isEqualTo("fallback full by " + source());
    }

    @Test
    void who_waits_and_moves_leaves_his_place() {
        enter("ada");
        enter("bob");
        String cyd = enter("cyd");

        move("cyd", cyd, "partner").demand(200);

        assertThat(seat(cyd)).isEqualTo("assigned partner by " + source());
        assertThat(pools()).isEqualTo("2 of 2, 0 waiting; 1 of 1, 0 waiting");
    }

    @Test
    @Tag("T45")
    void a_pool_with_overage_gives_a_seat_more() {
        operator.agree(
                        "partner",
                        "{'quantity':0,'onLimit':'overage','overage':{'seats':1,'days':30,'then':'waitlist'}}")
                .demand(200);
        String ada = enter("ada");

        move("ada", ada, "partner").demand(200);

        assertThat(seat(ada)).isEqualTo("grace partner by " + source());
        assertThat(pools()).isEqualTo("0 of 2, 0 waiting; 1 of 0, 0 waiting");
    }

    @Test
    @Tag("T45")
    void a_pool_that_rejects_refuses_who_asks_and_lets_others_wait() {
        operator.agree("partner", "{'quantity':0,'onLimit':'reject'}").demand(200);
        String ada = enter("ada");

        Reply moved = move("ada", ada, "partner");

        assertThat(moved.status()).isEqualTo(isRefused() ? 403 : 200);
        assertThat(seat(ada))
                .isEqualTo(isRefused() ? "assigned full by tenantDefault" : "fallback full by " + source());
        assertThat(pools()).isEqualTo("1 of 2, 0 waiting; 0 of 0, " + (isRefused() ? 0 : 1) + " waiting");
    }

    @Test
    void nobody_loses_a_seat_when_there_are_fewer() {
        String ada = enter("ada");
        move("ada", ada, "partner").demand(200);

        tenant.seats("partner", 0);

        assertThat(seat(ada)).isEqualTo("assigned partner by " + source());
        move("ada", ada, "full").demand(200);
        assertThat(pools()).isEqualTo("1 of 2, 0 waiting; 0 of 0, 0 waiting");
    }
}
