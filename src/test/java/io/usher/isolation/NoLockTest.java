package io.usher.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With both locks off everything is open: what shows that each of them was really taken away, and the other held. */
@QuarkusTest
@Tag("T89")
class NoLockTest {

    private Company ours;
    private Company theirs;

    @BeforeEach
    void no_lock() throws SQLException {
        ours = Company.found(1);
        theirs = Company.found(2);
        Locks.policies(false);
        Locks.predicates(false);
    }

    @AfterEach
    void both_locks() throws SQLException {
        Locks.predicates(true);
        Locks.policies(true);
    }

    @Test
    void foreign_people_and_groups_are_listed_and_counted() {
        for (String path : List.of(Connector.USERS, Connector.GROUPS)) {
            var list = ours.connector().send("GET", path + "?count=1000", null);
            assertThat(list.jsonPath().getInt("totalResults")).isGreaterThan(2);
            assertThat(list.asString()).contains(theirs.tag());
        }
    }

    @Test
    void the_functions_find_foreign_members() {
        String body = """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                 "Operations": [{"op": "add", "path": "members", "value": [{"value": "%s"}]}]}""".formatted(theirs.firstUser());
        var answer = ours.connector().send("PATCH", Connector.GROUPS + "/" + ours.group(), body);
        assertThat(answer.statusCode()).isNotEqualTo(400);
    }

    @Test
    void foreign_people_and_groups_are_found_by_id() {
        for (String path :
                List.of(Connector.USERS + "/" + theirs.firstUser(), Connector.GROUPS + "/" + theirs.group())) {
            // That Hibernate then meets a key it did not ask for may fail; what counts is that he is not unknown.
            assertThat(ours.connector().send("GET", path, null).statusCode()).isNotEqualTo(404);
        }
    }
}
