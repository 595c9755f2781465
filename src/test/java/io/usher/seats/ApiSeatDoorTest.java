package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Reply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In, out and back in through the administrators' door, beside every identity provider. */
@QuarkusTest
class ApiSeatDoorTest extends SeatDoorContract {

    private static final Pattern WISH = Pattern.compile("'requestedSeatType':'(\\w+)'");

    @Override
    Reply enter(String userName, String wish) {
        Matcher type = WISH.matcher(wish);
        String body =
                "{'userName':'" + userName + "'" + (type.find() ? ",'seatType':'" + type.group(1) + "'" : "") + "}";
        Reply added = operator.post("/users", body);
        if (added.status() == 201) {
            return idp.user(added.id());
        }
        ObjectNode problem = added.body().deepCopy();
        // What SCIM calls scimType and detail, the API calls code and title.
        problem.set("scimType", problem.path("code"));
        problem.set("detail", problem.path("title"));
        return new Reply(added.status(), problem, added.text(), "");
    }

    @Override
    void leave(String userName, String id) {
        Reply gone = operator.patch("/users/" + id, "{'active':false}").demand(200);
        assertThat(gone.body().at("/seat/status").asText()).isEqualTo("none");
        assertThat(operator.reason(id)).isEqualTo("directory_inactive");
    }

    @Override
    String comeBack(String userName, String id) {
        return operator.patch("/users/" + id, "{'active':true}").demand(200).id();
    }

    @Override
    String leaving() {
        return "user.deactivated";
    }
}
