package io.usher.seats;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;

/** In and out by PATCH inside a bulk. */
@QuarkusTest
class BulkSeatDoorTest extends ReturningSeatDoorContract {

    @Override
    Reply become(String userName, String id, boolean active, String wish) {
        String value = "{'active':" + active + wish + "}";
        JsonNode operation = idp.post("/Bulk", Connector.quoted("""
                        {'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],'Operations':[
                         {'method':'PATCH','path':'/Users/%s','data':{'Operations':[{'op':'replace','value':%s}]}}]}""".formatted(id, value)))
                .demand(200)
                .body()
                .path("Operations")
                .path(0);
        int status = operation.path("status").asInt();
        return status == 200 ? idp.user(id) : new Reply(status, operation.path("response"), operation.toString(), "");
    }
}
