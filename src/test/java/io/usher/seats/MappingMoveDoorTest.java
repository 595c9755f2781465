package io.usher.seats;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Reply;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Another type by a mapping of what the identity provider has always said of him. */
@QuarkusTest
class MappingMoveDoorTest extends MoveDoorContract {

    private final Map<String, String> types = new TreeMap<>();

    @Override
    Reply move(String userName, String id, String type) {
        if (types.put(userName, type) == null) {
            idp.patch("/Users/" + id, "{'op':'add','path':'userType','value':'" + userName + "'}")
                    .demand(200);
        }
        return operator.map(types.entrySet().stream()
                .map(each ->
                        "{'attribute':'userType','value':'" + each.getKey() + "','seatType':'" + each.getValue() + "'}")
                .collect(Collectors.joining(",")));
    }

    @Override
    String source() {
        return "userType";
    }

    @Override
    boolean isRefused() {
        return false;
    }
}
