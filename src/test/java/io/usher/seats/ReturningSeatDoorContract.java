package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.testing.Connector;
import io.usher.testing.Reply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Doors that change somebody who is there: he comes, goes and changes his seat type by them, and stays the same person. */
abstract class ReturningSeatDoorContract extends SeatDoorContract {

    /** Makes somebody what these attributes say, through this door. */
    abstract Reply become(String userName, String id, boolean active, String wish);

    @Override
    Reply enter(String userName, String wish) {
        String id = idp.post("/Users", Connector.person(userName, ",'active':false"))
                .demand(201)
                .id();
        assertThat(status(id)).isEqualTo("none");
        return become(userName, id, true, wish);
    }

    @Override
    void leave(String userName, String id) {
        Reply gone = become(userName, id, false, "").demand(200);
        assertThat(gone.usher("seatStatus")).isEqualTo("none");
        assertThat(gone.body().path("active").asBoolean()).isFalse();
        assertThat(operator.reason(id)).isEqualTo("directory_inactive");
    }

    @Override
    String comeBack(String userName, String id) {
        return become(userName, id, true, "").demand(200).id();
    }

    @Override
    String leaving() {
        return "user.deactivated";
    }

    @Test
    void a_wish_moves_him_where_a_seat_is_free() {
        tenant.seats("full", 1).seats("partner", 1);
        String ada = enter("ada", "").id();
        String bob = enter("bob", "").id();

        Reply moved = become("ada", ada, true, Connector.wishing("partner"));

        assertThat(moved.usher("seatStatus")).isEqualTo("assigned");
        assertThat(moved.usher("seatType")).isEqualTo("partner");
        assertThat(moved.usher("seatSource")).isEqualTo("requestedSeatType");
        assertThat(status(bob)).isEqualTo("assigned");
        assertThat(operator.pools("full")).isEqualTo("1 of 1, 0 waiting");
        assertThat(operator.pools("partner")).isEqualTo("1 of 1, 0 waiting");
    }

    @Test
    void who_wishes_for_a_full_pool_keeps_his_seat_until_it_has_room() {
        tenant.seats("full", 1).seats("partner", 1);
        String pat = enter("pat", Connector.wishing("partner")).id();
        String ada = enter("ada", "").id();
        String bob = enter("bob", "").id();

        Reply waiting = become("ada", ada, true, Connector.wishing("partner"));
        assertThat(waiting.usher("seatStatus")).isEqualTo("fallback");
        assertThat(waiting.usher("seatType")).isEqualTo("full");
        assertThat(waiting.usher("waitlistPosition")).isEqualTo("1");
        assertThat(operator.reason(ada)).isEqualTo("ok");
        assertThat(status(bob)).isEqualTo("waitlisted");

        leave("pat", pat);
        Reply promoted = idp.user(ada);
        assertThat(promoted.usher("seatStatus")).isEqualTo("assigned");
        assertThat(promoted.usher("seatType")).isEqualTo("partner");
        assertThat(status(bob)).isEqualTo("assigned");
    }

    @Test
    void a_promotion_from_one_seat_to_another_leaves_the_sign_in_as_it_was() {
        tenant.seats("full", 1).seats("partner", 1);
        String pat = enter("pat", Connector.wishing("partner")).id();
        String ada = enter("ada", "").id();
        become("ada", ada, true, Connector.wishing("partner"));
        String since = idp.user(ada).signIn().path("since").asText();

        leave("pat", pat);

        assertThat(idp.user(ada).usher("seatType")).isEqualTo("partner");
        assertThat(idp.user(ada).signIn().path("since").asText()).isEqualTo(since);
    }

    @Test
    void who_takes_his_wish_back_leaves_the_queue_and_keeps_his_seat() {
        tenant.seats("full", 1).seats("partner", 0);
        String ada = enter("ada", "").id();
        become("ada", ada, true, Connector.wishing("partner"));

        Reply back = become("ada", ada, true, Connector.wishing("full"));

        assertThat(back.usher("seatStatus")).isEqualTo("assigned");
        assertThat(back.usher("waitlistPosition")).isEmpty();
        assertThat(operator.pools("partner")).isEqualTo("0 of 0, 0 waiting");
    }

    @Test
    @Tag("T54")
    void saying_it_twice_does_not_cost_the_place_in_the_queue() {
        tenant.seats("full", 1);
        enter("ada", "");
        String bob = enter("bob", "").id();
        enter("cyd", "");

        Reply again = become("bob", bob, true, "");

        assertThat(again.usher("waitlistPosition")).isEqualTo("1");
    }

    @Test
    void who_comes_back_has_the_seat_of_his_groups_once_an_administrator_has_said_so() {
        tenant.seats("full", 1).seats("partner", 1);
        operator.change("{'reactivation':{'policy':'ask'}}").demand(200);
        String ada = enter("ada", "").id();
        String sellers = idp.createGroup("Sellers", ada);
        operator.govern(sellers, "{'seatRule':{'seatType':'partner','priority':1}}")
                .demand(200);
        leave("ada", ada);

        assertThat(comeBack("ada", ada)).isEqualTo(ada);
        assertThat(idp.user(ada).usher("seatType")).isEqualTo("full");

        operator.post("/reactivations/" + ada, "{'restore':['" + sellers + "']}")
                .demand(200);
        assertThat(idp.user(ada).usher("seatType")).isEqualTo("partner");
        assertThat(operator.pools("full")).isEqualTo("0 of 1, 0 waiting");
    }

    @Test
    void an_unknown_type_is_refused_of_an_inactive_person_too() {
        String ada = idp.post("/Users", Connector.person("ada", ",'active':false"))
                .demand(201)
                .id();

        assertThat(become("ada", ada, false, Connector.wishing("golden"))
                        .demand(400)
                        .scimType())
                .isEqualTo("invalidValue");
    }
}
