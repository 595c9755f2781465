package io.usher.seats;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Reply;

/** Another type by an administrator's choice. */
@QuarkusTest
class PinMoveDoorTest extends MoveDoorContract {

    @Override
    Reply move(String userName, String id, String type) {
        return operator.pin(id, "{'seatType':'" + type + "','reason':'by contract'}");
    }

    @Override
    String source() {
        return "pin";
    }

    @Override
    boolean isRefused() {
        return true;
    }
}
