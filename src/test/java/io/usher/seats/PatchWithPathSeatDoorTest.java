package io.usher.seats;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Reply;

/** In and out by PATCH of {@code active}, as Entra sends it. */
@QuarkusTest
class PatchWithPathSeatDoorTest extends ReturningSeatDoorContract {

    private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

    @Override
    Reply become(String userName, String id, boolean active, String wish) {
        String operations = "{'op':'Replace','path':'active','value':'" + (active ? "True" : "False") + "'}";
        if (!wish.isEmpty()) {
            operations += ",{'op':'Add','path':'" + EXTENSION + "','value':" + wish.substring(wish.indexOf('{')) + "}";
        }
        return idp.patch("/Users/" + id, operations);
    }
}
