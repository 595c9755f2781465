package io.usher.seats;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Reply;

/** In and out by PATCH with an object for value, as Okta sends it. */
@QuarkusTest
class PatchWithoutPathSeatDoorTest extends ReturningSeatDoorContract {

    @Override
    Reply become(String userName, String id, boolean active, String wish) {
        return idp.patch("/Users/" + id, "{'op':'replace','value':{'active':" + active + wish + "}}");
    }
}
