package io.usher.seats;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;

/** In by POST, out by DELETE. */
@QuarkusTest
class PostAndDeleteSeatDoorTest extends SeatDoorContract {

    @Override
    Reply enter(String userName, String wish) {
        return idp.post("/Users", Connector.person(userName, wish));
    }

    @Override
    void leave(String userName, String id) {
        idp.delete("/Users/" + id).demand(204);
    }

    @Override
    String comeBack(String userName, String id) {
        return enter(userName, "").demand(201).id();
    }

    @Override
    String leaving() {
        return "user.deleted";
    }
}
