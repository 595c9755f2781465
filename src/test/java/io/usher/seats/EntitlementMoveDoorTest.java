package io.usher.seats;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;

/** Another type by an entitlement, in a PATCH inside a bulk. */
@QuarkusTest
class EntitlementMoveDoorTest extends MoveDoorContract {

    @Override
    Reply move(String userName, String id, String type) {
        JsonNode operation = idp.post("/Bulk", Connector.quoted("""
                        {'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],'Operations':[
                         {'method':'PATCH','path':'/Users/%s','data':{'Operations':[
                          {'op':'replace','path':'entitlements','value':[{'type':'license','value':'%s'}]}]}}]}""".formatted(id, type)))
                .demand(200)
                .body()
                .path("Operations")
                .path(0);
        return new Reply(operation.path("status").asInt(), operation.path("response"), operation.toString(), "");
    }

    @Override
    String source() {
        return "entitlements";
    }

    @Override
    boolean isRefused() {
        return true;
    }
}
