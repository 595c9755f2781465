package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Okta sends a password with every new person: it is accepted, and nothing of it is left. */
@QuarkusTest
@Tag("T15")
@SuppressWarnings("NullAway.Init") // opened before each test
class PasswordTest {

    private TestTenant tenant;
    private Connector idp;
    private String secret;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        secret = "Xy7-" + UUID.randomUUID();
    }

    @Test
    @Tag("RES-03")
    @Tag("ERR-08")
    void a_password_is_nowhere_afterwards() {
        List<String> seen = new ArrayList<>();
        List<String> logged = logged(() -> everyWayToSendIt().forEach(reply -> seen.add(reply.text())));

        assertThat(seen)
                .hasSize(9)
                .allSatisfy(answer -> assertThat(answer).doesNotContain(secret).doesNotContain("\"password\""));
        assertThat(logged).as("what is logged at all").isNotEmpty();
        assertThat(logged).noneMatch(line -> line.contains(secret));
        for (Map<String, String> table : Tables.rows("""
                SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
                WHERE schemaname NOT IN ('pg_catalog', 'information_schema')""")) {
            assertThat(Tables.count(
                            "SELECT count(*) FROM " + table.get("name")
                                    + " t WHERE t::text LIKE '%' || ? || '%' OR t::text LIKE '%' || ? || '%'",
                            // Not as an id: those are bound as such.
                            secret.substring(4, 35),
                            HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8))))
                    .as("rows with the password in %s", table.get("name"))
                    .isZero();
        }
    }

    private List<Reply> everyWayToSendIt() {
        String withSecret = ",'password':'" + secret + "'";
        Reply made = idp.post("/Users", Connector.person("ada", withSecret)).demand(201);
        String path = "/Users/" + made.id();
        return List.of(
                made,
                idp.post("/Users", Connector.person("ada", withSecret)).demand(409),
                idp.post("/Users", Connector.person("", withSecret)).demand(400),
                idp.put(path, Connector.person("ada", ",'title':'Lady'" + withSecret))
                        .demand(200),
                idp.patch(path, "{'op':'replace','path':'password','value':'" + secret + "'}")
                        .demand(200),
                idp.patch(path, "{'op':'replace','value':{'active':true,'password':'" + secret + "'}}")
                        .demand(200),
                idp.patch(path, "{'op':'replace','path':'id','value':'" + secret + "'}")
                        .demand(400),
                idp.get("/Users?filter=password%20eq%20%22x%22").demand(400),
                idp.user(made.id()).demand(200));
    }

    @Test
    void a_password_alone_changes_nothing() {
        Reply ada = idp.create("ada").demand(201);
        Traces before = Traces.of(tenant);

        Reply patched = idp.patch("/Users/" + ada.id(), "{'op':'replace','path':'password','value':'" + secret + "'}")
                .demand(200);
        idp.patch("/Users/" + ada.id(), "{'op':'replace','value':{'password':'" + secret + "'}}")
                .demand(200);
        idp.put("/Users/" + ada.id(), Connector.person("ada", ",'active':true,'password':'" + secret + "'"))
                .demand(200);

        assertThat(patched.text()).isEqualTo(ada.text());
        assertThat(idp.user(ada.id()).text()).isEqualTo(ada.text());
        assertThat(Traces.of(tenant)).isEqualTo(before);
    }

    @Test
    @Tag("RES-04")
    void a_person_with_a_password_can_be_found_by_no_part_of_it() {
        idp.post("/Users", Connector.person("ada", ",'password':'" + secret + "'"))
                .demand(201);

        for (String filter : List.of("password sw \"X\"", "password pr", "not (password eq \"x\")")) {
            Reply refused =
                    idp.get("/Users?filter=" + filter.replace(" ", "%20").replace("\"", "%22"));
            assertThat(refused.demand(400).scimType()).as(filter).isEqualTo("invalidFilter");
        }
    }

    /** Every line that any logger writes meanwhile, at whatever level it writes. */
    private static List<String> logged(Runnable work) {
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                // The test's own HTTP client says what it sends.
                if (line.getLoggerName().startsWith("org.apache.http")) {
                    return;
                }
                lines.add(line.getMessage() + " " + List.of(parameters(line)) + " " + line.getThrown());
            }

            @Override
            public void flush() {
                // nothing is kept back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        handler.setLevel(Level.ALL);
        Logger root = LogManager.getLogManager().getLogger("");
        Level before = root.getLevel();
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try {
            work.run();
        } finally {
            root.setLevel(before);
            root.removeHandler(handler);
        }
        return List.copyOf(lines);
    }

    private static Object[] parameters(LogRecord line) {
        return line.getParameters() == null ? new Object[0] : line.getParameters();
    }
}
