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

/** Every door is the same door: whatever a person comes and goes by, his seat is taken, waited for and freed alike. */
@Tag("T43")
@Tag("T49")
@SuppressWarnings("NullAway.Init") // opened before each test
abstract class SeatDoorContract {

    TestTenant tenant;
    Connector idp;
    Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    /**
     * Lets somebody in through this door.
     *
     * @param wish as {@link Connector#wishing} makes it, or empty
     */
    abstract Reply enter(String userName, String wish);

    abstract void leave(String userName, String id);

    /** Who left through this door comes in again; returns his id. */
    abstract String comeBack(String userName, String id);

    @AfterEach
    void the_books_balance() {
        SeatBooks.balance(tenant);
    }

    @Test
    void who_enters_takes_a_seat() {
        tenant.seats("full", 2);

        Reply ada = enter("ada", "");

        assertThat(seat(ada)).isEqualTo("assigned full by tenantDefault");
        assertThat(ada.usher("seatAssignedAt")).isNotEmpty();
        assertThat(ada.signIn().path("allowed").asBoolean()).isTrue();
        assertThat(operator.pools("full")).isEqualTo("1 of 2, 0 waiting");
        assertThat(operator.reason(ada.id())).isEqualTo("ok");
    }

    @Test
    void who_wishes_for_a_type_gets_a_seat_of_that_type() {
        tenant.seats("full", 1).seats("partner", 1);

        assertThat(seat(enter("ada", Connector.wishing("partner")))).isEqualTo("assigned partner by requestedSeatType");
        assertThat(operator.pools("full")).isEqualTo("0 of 1, 0 waiting");
    }

    /** The attribute is declared not case-exact (RFC 7643 §7), and administrators type "Partner"; it is shown as it was sent. */
    @Test
    void a_wish_counts_in_any_case() {
        tenant.seats("partner", 1);

        Reply ada = enter("ada", Connector.wishing("Partner"));

        assertThat(seat(ada)).isEqualTo("assigned partner by requestedSeatType");
        assertThat(ada.usher("requestedSeatType")).isEqualTo("Partner");
    }

    @Test
    void a_type_without_a_quantity_has_no_seats() {
        Reply ada = enter("ada", Connector.wishing("learning"));

        assertThat(ada.usher("seatStatus")).isEqualTo("waitlisted");
        assertThat(operator.pools("learning")).isEqualTo("0 of 0, 1 waiting");
    }

    @Test
    void without_a_limit_everybody_has_a_seat() {
        tenant.seats("full", null);

        assertThat(List.of("ada", "bob", "cyd"))
                .allSatisfy(
                        name -> assertThat(enter(name, "").usher("seatStatus")).isEqualTo("assigned"));
        assertThat(operator.pools("full")).isEqualTo("3 of null, 0 waiting");
    }

    @Test
    void who_enters_a_full_house_waits() {
        tenant.seats("full", 1);
        enter("ada", "");

        Reply bob = enter("bob", "");
        Reply cyd = enter("cyd", "");

        assertThat(bob.usher("seatStatus")).isEqualTo("waitlisted");
        assertThat(bob.usher("seatType")).isEmpty();
        assertThat(bob.usher("waitlistPosition")).isEqualTo("1");
        assertThat(cyd.usher("waitlistPosition")).isEqualTo("2");
        assertThat(bob.body().path("active").asBoolean()).isTrue();
        assertThat(bob.signIn().path("reason").asText()).isEqualTo("seat_waitlisted");
        assertThat(operator.reason(bob.id())).isEqualTo("seat_waitlisted");
        assertThat(operator.pools("full")).isEqualTo("1 of 1, 2 waiting");
    }

    @Test
    void who_leaves_frees_the_seat_for_the_first_who_waits() {
        tenant.seats("full", 1);
        String ada = enter("ada", "").id();
        String bob = enter("bob", "").id();
        String cyd = enter("cyd", "").id();

        leave("ada", ada);
        assertThat(status(bob)).isEqualTo("assigned");
        assertThat(status(cyd)).isEqualTo("waitlisted");
        assertThat(idp.user(cyd).usher("waitlistPosition")).isEqualTo("1");
        assertThat(operator.reason(bob)).isEqualTo("ok");
        assertThat(operator.access(ada).path("allowed").asBoolean()).isFalse();

        leave("bob", bob);
        assertThat(status(cyd)).isEqualTo("assigned");
        leave("cyd", cyd);
        assertThat(operator.pools("full")).isEqualTo("0 of 1, 0 waiting");
    }

    @Test
    void the_seat_passes_on_in_the_transaction_that_frees_it() {
        tenant.seats("full", 1);
        String ada = enter("ada", "").id();
        String bob = enter("bob", "").id();

        leave("ada", ada);

        List<Map<String, String>> moves = Tables.rows("""
                SELECT xmin::text AS transaction, movement, user_id::text, cause, record_id::text FROM seat_ledger
                WHERE tenant_id = ? ORDER BY seq DESC LIMIT 3""", tenant.id());
        assertThat(moves)
                .extracting(move -> move.get("movement"), move -> move.get("user_id"))
                .containsExactly(tuple("assigned", bob), tuple("left_queue", bob), tuple("freed", ada));
        assertThat(moves).extracting(move -> move.get("transaction")).containsOnly(Tables.value("""
                        SELECT xmin::text FROM seat_claim WHERE tenant_id = ? AND user_id = ?""", tenant.id(), bob));
        assertThat(moves).extracting(move -> move.get("cause")).containsOnly(leaving());
        assertThat(moves).extracting(move -> move.get("record_id")).containsOnly(Tables.value("""
                        SELECT s.record_id FROM audit_subject s WHERE s.tenant_id = ? AND s.user_id = ?
                        ORDER BY s.state_version DESC LIMIT 1""", tenant.id(), ada));
    }

    /** What the record says of somebody who leaves through this door. */
    abstract String leaving();

    @Test
    void who_waits_and_leaves_is_passed_over() {
        tenant.seats("full", 1);
        String ada = enter("ada", "").id();
        String bob = enter("bob", "").id();
        String cyd = enter("cyd", "").id();

        leave("bob", bob);
        assertThat(idp.user(cyd).usher("waitlistPosition")).isEqualTo("1");
        leave("ada", ada);

        assertThat(status(cyd)).isEqualTo("assigned");
        assertThat(operator.pools("full")).isEqualTo("1 of 1, 0 waiting");
    }

    @Test
    void who_comes_back_goes_to_the_end_of_the_queue() {
        tenant.seats("full", 1);
        String ada = enter("ada", "").id();
        String bob = enter("bob", "").id();
        String cyd = enter("cyd", "").id();

        leave("ada", ada);
        String again = comeBack("ada", ada);

        assertThat(status(bob)).isEqualTo("assigned");
        assertThat(idp.user(cyd).usher("waitlistPosition")).isEqualTo("1");
        assertThat(idp.user(again).usher("waitlistPosition")).isEqualTo("2");
        leave("bob", bob);
        assertThat(status(cyd)).isEqualTo("assigned");
        assertThat(status(again)).isEqualTo("waitlisted");
    }

    @Test
    @Tag("T54")
    void leaving_and_coming_many_times_leaks_no_seat() {
        tenant.seats("full", 1);
        String ada = enter("ada", "").id();
        for (int i = 0; i < 5; i++) {
            leave("ada", ada);
            assertThat(operator.pools("full")).isEqualTo("0 of 1, 0 waiting");
            ada = comeBack("ada", ada);
            assertThat(operator.pools("full")).isEqualTo("1 of 1, 0 waiting");
        }
    }

    @Test
    void who_enters_with_the_name_of_somebody_who_was_deleted_while_he_was_held_is_held_too() {
        tenant.seats("full", 5);
        String gone = idp.create("ada").demand(201).id();
        operator.put("/users/" + gone + "/holds/security", "{'reason':'x'}").demand(200);
        idp.delete("/Users/" + gone).demand(204);

        Reply ada = enter("ADA", "");

        assertThat(operator.reason(ada.id())).isEqualTo("security_hold");
        assertThat(seat(ada)).as("a hold keeps the seat").isEqualTo("assigned full by tenantDefault");
    }

    @Test
    void an_unknown_seat_type_is_refused_with_the_known_ones() {
        tenant.seats("full", 5);

        Reply refused = enter("ada", Connector.wishing("golden"));

        refused.demand(400);
        assertThat(refused.scimType()).isEqualTo("invalidValue");
        assertThat(refused.detail()).contains("full, partner, learning").doesNotContain("golden");
        assertThat(operator.pools("full")).isEqualTo("0 of 5, 0 waiting");
    }

    @Test
    @Tag("T45")
    void a_full_house_that_rejects_says_so_and_nothing_is_done() {
        operator.agree("full", "{'quantity':1,'onLimit':'reject'}").demand(200);
        enter("ada", "");

        Reply refused = enter("bob", "");

        refused.demand(403);
        assertThat(refused.scimType()).isEqualTo("seatLimitReached");
        assertThat(refused.detail()).contains("No seat of the type full is free (1 in use)");
        assertThat(operator.pools("full")).isEqualTo("1 of 1, 0 waiting");
    }

    @Test
    @Tag("T45")
    void a_full_house_with_a_fallback_seats_him_elsewhere_until_there_is_room() {
        operator.agree("learning", "{'quantity':1}").demand(200);
        operator.agree("full", "{'quantity':1,'onLimit':'fallback','fallback':'learning'}")
                .demand(200);
        String ada = enter("ada", "").id();

        Reply bob = enter("bob", "");
        assertThat(seat(bob)).isEqualTo("fallback learning by tenantDefault");
        assertThat(bob.usher("waitlistPosition")).isEqualTo("1");
        assertThat(operator.reason(bob.id())).isEqualTo("ok");

        leave("ada", ada);
        assertThat(seat(idp.user(bob.id()))).isEqualTo("assigned full by tenantDefault");
        assertThat(operator.pools("learning")).isEqualTo("0 of 1, 0 waiting");
    }

    @Test
    @Tag("T45")
    void a_full_house_with_overage_gives_a_seat_more_which_becomes_one_of_the_others() {
        operator.agree("full", "{'quantity':1,'onLimit':'overage','overage':{'seats':1,'days':30,'then':'waitlist'}}")
                .demand(200);
        String ada = enter("ada", "").id();

        Reply bob = enter("bob", "");
        assertThat(seat(bob)).isEqualTo("grace full by tenantDefault");
        assertThat(status(enter("cyd", "").id())).isEqualTo("waitlisted");
        assertThat(operator.pools("full")).isEqualTo("2 of 1, 1 waiting");
        assertThat(idp.find("urn:ietf:params:scim:schemas:extension:usher:2.0:User:seatStatus eq \"grace\"")
                        .body()
                        .path("totalResults")
                        .asInt())
                .isOne();

        leave("ada", ada);
        assertThat(status(bob.id())).isEqualTo("assigned");
        assertThat(operator.pool("full").path("over").asInt()).isOne();
    }

    String status(String id) {
        return idp.user(id).usher("seatStatus");
    }

    private static String seat(Reply person) {
        return person.usher("seatStatus") + " " + person.usher("seatType") + " by " + person.usher("seatSource");
    }
}
