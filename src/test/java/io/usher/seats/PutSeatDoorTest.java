package io.usher.seats;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;

/** In and out by PUT. */
@QuarkusTest
class PutSeatDoorTest extends ReturningSeatDoorContract {

    @Override
    Reply become(String userName, String id, boolean active, String wish) {
        return idp.put("/Users/" + id, Connector.person(userName, ",'active':" + active + wish));
    }
}
