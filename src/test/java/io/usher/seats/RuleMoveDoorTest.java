package io.usher.seats;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Reply;
import java.util.HashMap;
import java.util.Map;

/** Another type by a rule that is given to a group in which he is already. */
@QuarkusTest
class RuleMoveDoorTest extends MoveDoorContract {

    private final Map<String, String> groups = new HashMap<>();

    @Override
    Reply move(String userName, String id, String type) {
        String group = groups.computeIfAbsent(userName, name -> {
            String made = idp.group(name);
            idp.addMember(made, id).demand(204);
            return made;
        });
        return operator.govern(group, "{'seatRule':{'seatType':'" + type + "','priority':1}}");
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
