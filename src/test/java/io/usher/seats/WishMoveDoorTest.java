package io.usher.seats;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;

/** Another type by what an identity provider asks for. */
@QuarkusTest
class WishMoveDoorTest extends MoveDoorContract {

    @Override
    Reply move(String userName, String id, String type) {
        return idp.put("/Users/" + id, Connector.person(userName, Connector.wishing(type)));
    }

    @Override
    String source() {
        return "requestedSeatType";
    }

    @Override
    boolean isRefused() {
        return true;
    }
}
