package io.usher.scim.http;

import static io.usher.testing.Connector.GROUPS;
import static io.usher.testing.Connector.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client writes is a value and never a part of a statement. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class InjectionTest {

    private static final String CANARY = "canary7f3ae1";

    private static final List<String> CORPUS = List.of(
            "'",
            "''",
            "' OR '1'='1",
            "' OR 1=1--",
            "'; DROP TABLE users; --",
            "\"; DROP TABLE users; --",
            "') UNION SELECT sealed_key FROM signing_key--",
            "1; SELECT pg_sleep(10)",
            "'||pg_sleep(10)||'",
            "$$; SELECT 1; $$",
            "\\'; SELECT 1; --",
            "E'\\x27'",
            "/**/OR/**/1=1",
            ":p0",
            ":tenant",
            "?",
            "?1",
            "{\"a\":1}",
            "$.a ? (@ == 1)",
            "%",
            "_",
            "\\",
            "%' ESCAPE '!",
            "CAST(1 AS int)",
            "ＯＲ＇１＇＝＇１");

    private TestTenant tenant;
    private Connector idp;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = new Connector(tenant.token("generic"));
    }

    @Test
    @Tag("T28")
    void hostile_text_is_looked_for_and_not_run() {
        idp.createUser("ada");
        idp.createGroup("Readers");
        SoftAssertions all = new SoftAssertions();
        for (String hostile : CORPUS) {
            String literal = TextNode.valueOf(hostile + CANARY).toString();
            // In a column, in a table of its own, in the document, and what is no text in the database.
            for (String attribute : List.of("userName", "emails.value", "title", "id")) {
                for (String operator : List.of("eq", "co", "sw", "ew", "gt")) {
                    Response found = list(USERS, attribute + " " + operator + " " + literal);
                    all.assertThat(found.statusCode()).as(found.asString()).isEqualTo(200);
                    if (!operator.equals("gt")) {
                        all.assertThat(found.<Integer>path("totalResults"))
                                .as(attribute + " " + operator + " " + literal)
                                .isZero();
                    }
                }
            }
            all.assertThat(list(GROUPS, "displayName co " + literal).<Integer>path("totalResults"))
                    .isZero();
            all.assertThat(list(USERS, "emails[type eq " + literal + " and value co " + literal + "]")
                            .<Integer>path("totalResults"))
                    .isZero();
        }
        all.assertAll();
        assertThatNothingOfItIsInAStatement();
    }

    @Test
    @Tag("T28")
    void hostile_names_and_numbers_are_refused() {
        String user = idp.createUser("ada");
        String group = idp.createGroup("Readers");
        SoftAssertions all = new SoftAssertions();
        for (String hostile : CORPUS) {
            String text = hostile + CANARY;
            refused(all, list(USERS, text + " eq \"x\""));
            refused(all, list(USERS, "urn:ietf:params:scim:schemas:core:2.0:User:" + text + " eq \"x\""));
            refused(all, list(USERS, "emails[" + text + " eq \"x\"]"));
            refused(all, list(GROUPS, "displayName " + text + " \"x\""));
            refused(all, idp.send("GET", USERS + "?startIndex=" + encoded(text), null));
            refused(all, idp.send("GET", USERS + "?count=" + encoded(text), null));
            String path = TextNode.valueOf(text).toString();
            refused(all, idp.send("PATCH", USERS + "/" + user, operation("replace", path)));
            refused(all, idp.send("PATCH", GROUPS + "/" + group, operation("replace", path)));
            refused(all, idp.send("GET", USERS + "?sortBy=" + encoded(text), null));
            refused(all, idp.send("GET", USERS + "?sortBy=userName&sortOrder=" + encoded(text), null));
            refused(all, idp.send("GET", USERS + "?cursor=" + encoded(text), null));
            all.assertThat(idp.send("GET", USERS + "?attributes=" + encoded(text), null)
                            .statusCode())
                    .isEqualTo(200);
            all.assertThat(idp.send("GET", USERS + "/" + encoded(text).replace("+", "%20"), null)
                            .statusCode())
                    .as(text)
                    .isEqualTo(404);
        }
        all.assertAll();
        assertThatNothingOfItIsInAStatement();
    }

    @Test
    @Tag("T28")
    void hostile_values_are_kept_and_found_again_to_the_letter() {
        SoftAssertions all = new SoftAssertions();
        for (String hostile : CORPUS) {
            String text = hostile + CANARY;
            ObjectNode user = JsonNodeFactory.instance.objectNode();
            user.put("userName", text).put("externalId", text).put("title", text);
            Response made = idp.send("POST", USERS, user.toString());
            all.assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
            all.assertThat(made.<String>path("externalId")).isEqualTo(text);
            String literal = TextNode.valueOf(text).toString();
            for (String attribute : List.of("userName", "externalId", "title")) {
                all.assertThat(list(USERS, attribute + " eq " + literal).<List<String>>path("Resources.id"))
                        .as(attribute + " " + literal)
                        .containsExactly(made.<String>path("id"));
            }
            String change = operation("replace", "\"title\"")
                    .replace("\"x\"", TextNode.valueOf("T" + text).toString());
            Response changed = idp.send("PATCH", USERS + "/" + made.path("id"), change);
            all.assertThat(changed.<String>path("title")).isEqualTo("T" + text);
        }
        all.assertAll();
        assertThatNothingOfItIsInAStatement();
    }

    @Test
    @Tag("T28")
    void hostile_parameters_of_the_operators_api_find_nothing() {
        String records = "/api/v1/tenants/" + tenant.name() + "/audit/records?";
        SoftAssertions all = new SoftAssertions();
        for (String hostile : CORPUS) {
            String text = encoded(hostile + CANARY);
            for (String name : List.of("from", "until", "user", "outcome", "cursor", "limit")) {
                Response answer = get(records + name + "=" + text);
                all.assertThat(answer.statusCode()).as(name + hostile).isEqualTo(400);
            }
            for (String name : List.of("after", "limit")) {
                Response answer = get("/api/v1/events?" + name + "=" + text);
                all.assertThat(answer.statusCode()).as(name + hostile).isEqualTo(400);
            }
            Response none = get(records + "actor=" + text);
            all.assertThat(none.statusCode()).as(none.asString()).isEqualTo(200);
            all.assertThat(none.<List<Object>>path("records")).isEmpty();
            for (String path :
                    List.of("/tenants/X", "/tenants/X/seats", "/tenants/" + tenant.name() + "/connections/X/tokens")) {
                Response answer = get("/api/v1" + path.replace("X", text.replace("+", "%20")));
                all.assertThat(answer.statusCode()).as(path + hostile).isEqualTo(404);
            }
        }
        all.assertAll();
        assertThatNothingOfItIsInAStatement();
    }

    @ParameterizedTest
    @Tag("T28")
    @CsvSource(
            delimiter = '|',
            value = {
                "co | %    | percent",
                "co | _    | underscore",
                "co | \\\\ | backslash",
                "sw | %    | -",
                "sw | 1    | percent",
                "sw | a_   | underscore",
                "sw | c\\\\| backslash",
                "ew | %    | percent",
                "ew | _    | -",
                "ew | _b   | underscore",
                "ew | \\\\d| backslash",
                "eq | %    | -",
                "co | a%b  | -",
                "co | 100% | percent"
            })
    void signs_of_a_pattern_stand_for_themselves(String operator, String part, String whose) {
        for (String attribute : List.of("displayName", "title", "userName", "emails.value")) {
            Connector fresh = new Connector(TestTenant.create().token("generic"));
            person(fresh, "percent", attribute, "100%");
            person(fresh, "underscore", attribute, "a_b");
            person(fresh, "backslash", attribute, "c\\d");
            person(fresh, "plain", attribute, "axb");
            Response found = fresh.send(
                    "GET", USERS + "?filter=" + encoded(attribute + " " + operator + " \"" + part + "\""), null);
            assertThat(found.<List<String>>path("Resources.externalId"))
                    .as(attribute)
                    .isEqualTo(whose.equals("-") ? List.of() : List.of(whose));
        }
    }

    private static void person(Connector connector, String externalId, String attribute, String value) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        user.put("userName", externalId.substring(0, 2)).put("externalId", externalId);
        if (attribute.equals("emails.value")) {
            user.putArray("emails").addObject().put("value", value);
        } else {
            user.put(attribute, value);
        }
        assertThat(connector.send("POST", USERS, user.toString()).statusCode()).isEqualTo(201);
    }

    private static String operation(String op, String path) {
        return "{\"Operations\": [{\"op\": \"" + op + "\", \"path\": " + path + ", \"value\": \"x\"}]}";
    }

    private Response list(String collection, String filter) {
        return idp.send("GET", collection + "?filter=" + encoded(filter), null);
    }

    private static Response get(String path) {
        return TestTenant.operator().urlEncodingEnabled(false).get(path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void refused(SoftAssertions all, Response answer) {
        all.assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        all.assertThat(answer.asString().toLowerCase(Locale.ROOT))
                .doesNotContain("sqlstate", "psql", "exception", "syntax error at");
    }

    private static void assertThatNothingOfItIsInAStatement() {
        assertThat(Tables.count("SELECT count(*) FROM pg_stat_statements WHERE query ILIKE '%select%'"))
                .isPositive();
        assertThat(Tables.count("SELECT count(*) FROM pg_stat_statements WHERE query ILIKE ?", "%" + CANARY + "%"))
                .isZero();
        assertThat(Tables.count("SELECT count(*) FROM users WHERE directory <> 'deleted'"))
                .isPositive();
    }
}
