package io.usher.seats;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import java.util.HashMap;
import java.util.Map;

/** Another type by joining a group with a rule, as the identity provider replaces its members. */
@QuarkusTest
class MemberMoveDoorTest extends MoveDoorContract {

    private final Map<String, String> groups = new HashMap<>();

    /** His own groups, one of each type; of those that he is in, the last he joined comes first. */
    @Override
    Reply move(String userName, String id, String type) {
        String other = groups.get(userName + (type.equals("full") ? "partner" : "full"));
        if (other != null) {
            members(other, "").demand(200);
        }
        return members(groups.computeIfAbsent(userName + type, name -> group(name, type)), "{'value':'" + id + "'}");
    }

    private String group(String name, String type) {
        String group = idp.group(name);
        operator.govern(group, "{'seatRule':{'seatType':'" + type + "','priority':1}}")
                .demand(200);
        return group;
    }

    private Reply members(String group, String members) {
        String name = idp.get("/Groups/" + group).body().path("displayName").asText();
        return idp.put("/Groups/" + group, Connector.quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'%s','members':[%s]}""".formatted(name, members)));
    }

    @Override
    String source() {
        return "groupRule";
    }

    @Override
    boolean isRefused() {
        return false;
    }
}
