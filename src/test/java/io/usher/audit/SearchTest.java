package io.usher.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log is read by time, actor, person and outcome, page by page, and reading it is itself recorded. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class SearchTest {

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    @Test
    void records_are_found_by_person_actor_and_outcome() {
        String ada = idp.create("ada").demand(201).id();
        String bob = idp.create("bob").demand(201).id();
        idp.addMember(idp.group("Readers"), ada).demand(204);
        idp.create("ada").demand(409);

        assertThat(actions(Map.of("user", ada))).containsExactly("group.updated", "user.created");
        assertThat(actions(Map.of("user", bob))).containsExactly("user.created");
        assertThat(actions(Map.of("outcome", "refused"))).containsExactly("refused");
        String actor = find(Map.of("user", ada)).get(0).path("actor").path("id").asText();
        assertThat(actions(Map.of("actor", actor)))
                .containsExactly("refused", "group.updated", "group.created", "user.created", "user.created");
        assertThat(actions(Map.of("actor", actor, "outcome", "success", "user", bob)))
                .containsExactly("user.created");
        assertThat(actions(Map.of("actor", "operator", "outcome", "refused"))).isEmpty();
    }

    @Test
    void from_is_included_and_until_is_not() {
        idp.create("ada").demand(201);
        idp.create("bob").demand(201);
        String actor = Tables.value(
                "SELECT actor FROM audit_record WHERE tenant_id = ? AND actor LIKE 'token:%' LIMIT 1", tenant.id());
        List<Instant> times = find(Map.of("actor", actor)).stream()
                .map(record -> Instant.parse(record.path("committedAt").asText()))
                .toList();
        String newer = times.get(0).toString();
        String older = times.get(1).toString();

        assertThat(actions(Map.of("actor", actor, "from", newer))).hasSize(1);
        assertThat(actions(Map.of("actor", actor, "from", older))).hasSize(2);
        assertThat(actions(Map.of("actor", actor, "until", newer))).hasSize(1);
        assertThat(actions(Map.of("actor", actor, "until", older))).isEmpty();
        assertThat(actions(Map.of("actor", actor, "from", older, "until", newer)))
                .hasSize(1);
    }

    @Test
    void the_cursor_walks_over_everything_once_newest_first() {
        for (int i = 0; i < 12; i++) {
            idp.create("person-" + i).demand(201);
        }
        List<String> written =
                Tables.rows("SELECT id FROM audit_record WHERE tenant_id = ? ORDER BY seq DESC", tenant.id()).stream()
                        .map(row -> String.valueOf(row.get("id")))
                        .toList();

        List<String> walked = new ArrayList<>();
        Map<String, String> query = new HashMap<>(Map.of("limit", "5"));
        JsonNode page;
        do {
            page = operator.records(query).demand(200).body();
            page.path("records").forEach(record -> walked.add(record.path("id").asText()));
            query.put("cursor", page.path("nextCursor").asText());
        } while (!page.path("nextCursor").isNull());

        assertThat(walked).isEqualTo(written).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void a_search_is_recorded_with_what_was_asked() {
        String ada = idp.create("ada").demand(201).id();

        find(Map.of("user", ada, "outcome", "success"));

        JsonNode record = find(Map.of("actor", "operator", "limit", 1)).get(0);
        assertThat(record.path("action").asText()).isEqualTo("log.searched");
        assertThat(record.path("effects").path("search").path("user").asText()).isEqualTo(ada);
        assertThat(record.path("effects").path("search").path("outcome").asText())
                .isEqualTo("success");
    }

    @ParameterizedTest
    @CsvSource({
        "from,yesterday",
        "until,2026-13-01T00:00:00Z",
        "user,ada",
        "outcome,failed",
        "cursor,17",
        "limit,many",
        "limit,0",
        "limit,-1",
        "limit,99999999999"
    })
    void a_bad_parameter_is_refused_by_its_name(String name, String value) {
        Reply refused = operator.records(Map.of(name, value)).demand(400);

        assertThat(refused.body().path("code").asText()).isEqualTo("invalidParameter");
        assertThat(refused.body().path("title").asText()).startsWith(name);
    }

    private List<String> actions(Map<String, ?> query) {
        return find(query).stream()
                .map(record -> record.path("action").asText())
                .toList();
    }

    private List<JsonNode> find(Map<String, ?> query) {
        List<JsonNode> records = new ArrayList<>();
        operator.records(query).demand(200).body().path("records").forEach(records::add);
        return records;
    }
}
