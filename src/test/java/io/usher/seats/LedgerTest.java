package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.Statements;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger is read row by row, page by page, and explained by its causes. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class LedgerTest {

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats().seats("full", 2);
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
    }

    @Test
    void a_row_names_the_record_who_made_the_change_and_his_request() {
        String ada = idp.create("ada").demand(201).id();

        JsonNode row = ledger("?user=" + ada).get(0);
        JsonNode record = operator.records(java.util.Map.of("user", ada))
                .body()
                .path("records")
                .get(0);
        assertThat(row.path("type").asText()).isEqualTo("full");
        assertThat(row.path("movement").asText()).isEqualTo("assigned");
        assertThat(row.path("user").asText()).isEqualTo(ada);
        assertThat(row.path("quantity").asInt()).isEqualTo(2);
        assertThat(row.path("usedAfter").asInt()).isEqualTo(1);
        assertThat(row.path("waitingAfter").isInt()).isTrue();
        assertThat(row.path("cause").path("action").asText()).isEqualTo("user.created");
        assertThat(row.path("cause").path("record")).isEqualTo(record.path("id"));
        assertThat(row.path("cause").path("actor"))
                .isEqualTo(record.path("actor").path("id"));
        assertThat(row.path("cause").path("request"))
                .isEqualTo(record.path("request").path("id"));
    }

    @Test
    void rows_are_found_by_person_type_and_time() {
        String ada = idp.create("ada").demand(201).id();
        idp.post("/Users", Connector.person("bob", Connector.wishing("partner")))
                .demand(201);
        idp.delete("/Users/" + ada).demand(204);
        List<JsonNode> all = ledger("");

        assertThat(all)
                .extracting(row -> row.path("movement").asText())
                .containsExactly("resized", "assigned", "queued", "freed");
        assertThat(ledger("?user=" + ada)).containsExactly(all.get(1), all.get(3));
        assertThat(ledger("?type=partner")).containsExactly(all.get(2));
        String at = all.get(2).path("at").asText();
        assertThat(ledger("?from=" + at)).containsExactly(all.get(2), all.get(3));
        assertThat(ledger("?until=" + at)).containsExactly(all.get(0), all.get(1));
    }

    @Test
    void pages_hold_every_row_and_every_person_once() {
        TreeSet<String> people = new TreeSet<>();
        for (int i = 0; i < 7; i++) {
            people.add(idp.create("person-" + i).demand(201).id());
        }

        List<JsonNode> walked = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page =
                    operator.get("/seats/ledger?limit=3" + after).demand(200).body();
            page.path("entries").forEach(walked::add);
            if (page.path("next").isNull()) {
                break;
            }
            after = "&after=" + page.path("next");
        }
        assertThat(walked).hasSize(8).isEqualTo(ledger("?limit=500"));

        List<String> holders = new ArrayList<>();
        after = "";
        while (true) {
            JsonNode page = operator.get("/seats/full/holders?limit=2" + after)
                    .demand(200)
                    .body();
            page.path("holders")
                    .forEach(holder -> holders.add(holder.path("user").asText()));
            if (page.path("next").isNull()) {
                break;
            }
            after = "&after=" + page.path("next").asText();
        }
        assertThat(holders).containsExactlyElementsOf(people);
        assertThat(operator.get("/seats/full/holders?status=assigned").body().path("holders"))
                .hasSize(2);
        assertThat(operator.get("/seats/full/holders?status=waitlisted").body().path("holders"))
                .hasSize(5);
    }

    @Test
    void a_page_of_the_ledger_is_one_statement_however_long() {
        idp.create("ada").demand(201);
        var one = Statements.during(() -> ledger("?limit=1"));
        idp.create("bob").demand(201);
        var many = Statements.during(() -> ledger("?limit=100"));

        assertThat(many).isEqualTo(one);
        assertThat(many.keySet()).filteredOn(sql -> sql.contains("seat_ledger")).hasSize(1);
        assertThat(many.values()).containsOnly(1);
    }

    @Test
    void the_causes_of_a_rise_add_up_to_it() {
        String ada = idp.create("ada").demand(201).id();
        String from = after();
        for (int i = 0; i < 7; i++) {
            idp.create("person-" + i).demand(201);
        }
        idp.delete("/Users/" + ada).demand(204);
        tenant.seats("full", 8);
        String until = after();
        tenant.seats("full", null);

        JsonNode told = operator.get("/seats/full/causes?from=" + from + "&until=" + until)
                .demand(200)
                .body();
        assertThat(told.path("usedAtFrom").asInt()).isEqualTo(1);
        assertThat(told.path("usedAtUntil").asInt()).isEqualTo(7);
        assertThat(told.path("difference").asInt()).isEqualTo(6);
        int sum = 0;
        for (JsonNode cause : told.path("causes")) {
            assertThat(cause.path("net").asInt())
                    .isEqualTo(cause.path("taken").asInt() - cause.path("freed").asInt());
            assertThat(cause.path("records").size()).isBetween(1, 5);
            for (JsonNode record : cause.path("records")) {
                assertThat(Tables.count(
                                "SELECT count(*) FROM audit_record WHERE tenant_id = ? AND id = ?",
                                tenant.id(),
                                record.asText()))
                        .isEqualTo(1);
            }
            sum += cause.path("net").asInt();
        }
        assertThat(sum).isEqualTo(6);
        assertThat(told.path("causes"))
                .extracting(cause -> cause.path("action").asText() + " " + cause.path("net"))
                .containsExactly("seatPool.changed 5", "user.created 1", "user.deleted 0");
    }

    @Test
    void five_records_stand_for_many() {
        tenant.seats("full", null);
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String id = idp.create("person-" + i).demand(201).id();
            written.add(
                    0,
                    Tables.value(
                            "SELECT record_id FROM seat_ledger WHERE tenant_id = ? AND user_id = ?", tenant.id(), id));
        }

        JsonNode cause = operator.get("/seats/full/causes")
                .demand(200)
                .body()
                .path("causes")
                .get(0);
        assertThat(cause.path("taken").asInt()).isEqualTo(7);
        assertThat(cause.path("records")).extracting(JsonNode::asText).isEqualTo(written.subList(0, 5));
    }

    @Test
    void a_table_has_a_header_and_no_formula() {
        idp.create("ada").demand(201);
        Tables.change(
                "UPDATE seat_ledger SET cause = '=1+1' WHERE tenant_id = ? AND movement = 'assigned'", tenant.id());

        List<String> lines = operator.get("/seats/ledger?format=csv")
                .demand(200)
                .text()
                .lines()
                .toList();
        assertThat(lines.get(0))
                .isEqualTo(
                        "seq,at,type,movement,user,quantity,usedAfter,waitingAfter,action,record,actor,request,source,group");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains(",full,resized,,2,0,0,seatPool.changed,");
        assertThat(lines.get(2)).contains(",'=1+1,");
        assertThat(operator.get("/seats/full/causes?format=csv").demand(200).text())
                .startsWith("action,taken,freed,net,records\r\n'=1+1,1,0,1,");
        String days = "/seats/days?from=2026-01-01&until=2026-01-02&format=csv";
        assertThat(operator.get(days).demand(200).text()).isEqualTo("""
                type,day,seatSeconds,seatDays,overSeconds\r
                full,2026-01-01,0,0.000000,0\r
                partner,2026-01-01,0,0.000000,0\r
                learning,2026-01-01,0,0.000000,0\r
                """);
        assertThat(operator.get(days + "&by=user").demand(200).text())
                .isEqualTo("user,type,day,seatSeconds,seatDays,overSeconds\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/seats?at=yesterday,at",
        "/seats?at=-2026-01-01T00:00:00Z,at",
        "/seats/full/holders?at=2026-13-01T00:00:00Z,at",
        "/seats/full/holders?status=none,status",
        "/seats/full/holders?after=17,after",
        "/seats/full/holders?limit=0,limit",
        "/seats/ledger?user=ada,user",
        "/seats/ledger?type=%00,type",
        "/seats/ledger?from=x,from",
        "/seats/ledger?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z,until",
        "/seats/ledger?after=-1,after",
        "/seats/ledger?format=xml,format",
        "/seats/full/causes?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z,until",
        "/seats/days?from=2026-01-01&until=2026-01-01,until",
        "/seats/days?from=2026-01-01&until=2027-01-03,until",
        "/seats/days?from=2026-02-30&until=2027-01-02,from",
        "/seats/days?from=2026-01-01&until=2026-01-02&by=day,by"
    })
    void a_bad_parameter_is_refused_by_its_name(String path, String name) {
        Reply refused = operator.get(path).demand(400);

        assertThat(refused.body().path("code").asText()).isEqualTo("invalidParameter");
        assertThat(refused.body().path("title").asText()).startsWith(name + " must");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/seats/gold/holders", "/seats/gold/causes", "/seats/ledger?type=gold"})
    void a_type_without_a_pool_is_not_found(String path) {
        operator.get(path).demand(404);
    }

    @Test
    void a_tenant_that_is_not_there_has_no_ledger() {
        String path = "/api/v1/tenants/" + UUID.randomUUID() + "/seats";
        for (String each :
                List.of("/ledger", "/full/holders", "/full/causes", "/days?from=2026-01-01&until=2026-01-02")) {
            assertThat(TestTenant.operator().get(path + each).statusCode())
                    .as(each)
                    .isEqualTo(404);
        }
    }

    /** A moment behind everything that moved so far. */
    private String after() {
        return Tables.value("""
                SELECT to_char((max(at) + interval '1 microsecond') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                FROM seat_ledger WHERE tenant_id = ?""", tenant.id());
    }

    private List<JsonNode> ledger(String query) {
        List<JsonNode> rows = new ArrayList<>();
        operator.get("/seats/ledger" + query).demand(200).body().path("entries").forEach(rows::add);
        return rows;
    }
}
