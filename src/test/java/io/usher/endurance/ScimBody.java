package io.usher.endurance;

import io.usher.testing.Connector;
import java.util.ArrayList;
import java.util.List;

/** What a connector sends of a {@link SlowPerson}. */
final class ScimBody {

    private static final String WISH = Client.SEAT + ":requestedSeatType";

    private ScimBody() {}

    /** All of him. */
    static String of(SlowPerson person) {
        String wish = person.requested.isEmpty() ? "" : Connector.wishing(person.requested);
        String userType = person.userType.isEmpty() ? "" : ",'userType':'" + person.userType + "'";
        return Connector.person(person.name, ",'active':" + person.active + wish + userType)
                .strip();
    }

    /** A PATCH that makes the one of the other, or says again that he is active when they are alike. */
    static String operations(SlowPerson before, SlowPerson after, boolean withPath) {
        List<String> operations = new ArrayList<>();
        if (!before.requested.equals(after.requested)) {
            operations.add(operation(WISH, after.requested));
        }
        if (!before.userType.equals(after.userType)) {
            operations.add(operation("userType", after.userType));
        }
        if (before.active != after.active || operations.isEmpty()) {
            operations.add(
                    withPath
                            ? "{'op':'replace','path':'active','value':" + after.active + "}"
                            : "{'op':'replace','value':{'active':" + after.active + "}}");
        }
        return String.join(",", operations);
    }

    private static String operation(String path, String value) {
        return value.isEmpty()
                ? "{'op':'remove','path':'" + path + "'}"
                : "{'op':'replace','path':'" + path + "','value':'" + value + "'}";
    }
}
