package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Text that PostgreSQL cannot hold is refused wherever a client may write or ask; what people really use passes. */
@QuarkusTest
@Tag("T18")
@SuppressWarnings("NullAway.Init") // opened before each test
class StoredTextTest {

    private static final String USHER = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static final List<String> IMPOSSIBLE = List.of("\\u0000", "a\\u0000b", "\\ud800", "\\udc00x", "a\\ud83d");

    private TestTenant tenant;
    private String token;
    private Connector idp;
    private Reply ada;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        token = tenant.token("okta");
        idp = new Connector(token);
        ada = idp.create("ada").demand(201);
    }

    @Test
    void no_attribute_of_a_person_takes_it() {
        SoftAssertions all = new SoftAssertions();
        for (String text : IMPOSSIBLE) {
            for (String attribute : List.of(
                    "'externalId':'%s'",
                    "'displayName':'%s'",
                    "'title':'%s'",
                    "'userType':'%s'",
                    "'name':{'familyName':'%s'}",
                    "'emails':[{'value':'%s'}]",
                    "'emails':[{'value':'a@example.com','type':'%s'}]",
                    "'roles':[{'value':'%s'}]",
                    "'entitlements':[{'value':'x','display':'%s'}]",
                    "'photos':[{'value':'%s'}]",
                    "'profileUrl':'%s'",
                    "'addresses':[{'locality':'%s'}]",
                    "'" + ENTERPRISE + "':{'department':'%s'}",
                    "'" + ENTERPRISE + "':{'manager':{'value':'%s'}}",
                    "'" + USHER + "':{'requestedSeatType':'%s'}")) {
                String given = attribute.replace("%s", text);
                refused(all, given, idp.post("/Users", Connector.person("bob", "," + given)));
                refused(all, given, idp.put("/Users/" + ada.id(), Connector.person("ada", "," + given)));
                refused(all, given, idp.patch("/Users/" + ada.id(), "{'op':'add','value':{" + given + "}}"));
            }
            refused(all, text, idp.create(text));
        }
        all.assertThat(idp.user(ada.id()).text()).isEqualTo(ada.text());
        all.assertThat(Tables.count("SELECT count(*) FROM users WHERE tenant_id = ?", tenant.id()))
                .isEqualTo(1);
        all.assertAll();
    }

    @Test
    void no_attribute_of_a_group_takes_it() {
        String group = idp.group("Readers");
        SoftAssertions all = new SoftAssertions();
        for (String text : IMPOSSIBLE) {
            refused(all, text, idp.post("/Groups", Connector.quoted("{'displayName':'" + text + "'}")));
            refused(
                    all,
                    text,
                    idp.post("/Groups", Connector.quoted("{'displayName':'G','externalId':'" + text + "'}")));
            refused(
                    all,
                    text,
                    idp.patch("/Groups/" + group, "{'op':'replace','path':'displayName','value':'" + text + "'}"));
            refused(
                    all,
                    text,
                    idp.patch("/Groups/" + group, "{'op':'add','path':'members','value':[{'value':'" + text + "'}]}"));
        }
        all.assertThat(Tables.count("SELECT count(*) FROM groups WHERE tenant_id = ?", tenant.id()))
                .isEqualTo(1);
        all.assertAll();
    }

    @Test
    void asking_for_it_finds_nobody_or_is_refused() {
        SoftAssertions all = new SoftAssertions();
        for (String query : List.of(
                "/Users?filter=userName%20eq%20%22a%00b%22",
                "/Users?filter=userName%20eq%20%22a%5Cu0000b%22",
                "/Users?filter=userName%20eq%20%22%5Cud800%22",
                "/Users?filter=title%20co%20%22%5Cu0000%22",
                "/Users?filter=title%20co%20%22%5Cudc00%22",
                "/Users?filter=emails%5Bvalue%20sw%20%22%00%22%5D",
                "/Users?filter=userName%20eq%20%22%FF%FE%22",
                "/Users?attributes=%00",
                "/Groups?filter=displayName%20eq%20%22%5Cud800%22",
                "/Users/%00",
                "/Users/a%00b",
                "/Groups/%ED%A0%80",
                "/Schemas/%00")) {
            Response answer = RestAssured.given()
                    .urlEncodingEnabled(false)
                    .header("Authorization", "Bearer " + token)
                    .get("/scim/v2" + query);
            all.assertThat(answer.statusCode())
                    .as("%s: %s", query, answer.asString())
                    .isIn(200, 400, 404);
            if (answer.statusCode() == 200 && query.contains("filter")) {
                all.assertThat(answer.jsonPath().getInt("totalResults"))
                        .as(query)
                        .isZero();
            }
        }
        all.assertAll();
    }

    @Test
    void bytes_that_are_no_utf_8_are_no_json() {
        SoftAssertions all = new SoftAssertions();
        for (int[] bytes : List.of(
                new int[] {0xff},
                new int[] {0xc0, 0x80},
                new int[] {0xed, 0xa0, 0x80},
                new int[] {0xf8, 0x88, 0x80, 0x80, 0x80},
                new int[] {0xe2, 0x82})) {
            byte[] body = Connector.person("bob", ",'title':'@'").getBytes(StandardCharsets.US_ASCII);
            java.io.ByteArrayOutputStream wrong = new java.io.ByteArrayOutputStream();
            for (byte each : body) {
                if (each == '@') {
                    for (int one : bytes) {
                        wrong.write(one);
                    }
                } else {
                    wrong.write(each);
                }
            }
            Reply refused = Reply.of(RestAssured.given()
                    .header("Authorization", "Bearer " + token)
                    .contentType("application/json")
                    .body(wrong.toByteArray())
                    .post("/scim/v2/Users"));
            all.assertThat(refused.status()).as("%x", bytes[0]).isEqualTo(400);
            all.assertThat(refused.scimType()).as("%x", bytes[0]).isIn("invalidSyntax", "invalidValue");
        }
        all.assertAll();
    }

    @Test
    @Tag("HTTP-06")
    void emoji_and_every_script_pass_and_come_back_as_they_were_sent() {
        String name = "ada\ud83d\udc69\u200d\ud83d\udcbb";
        String title = "\u5c71\u7530 \u05d0\u05d1 \u0645\u062f\u064a\u0631 \ud83d\udc27 \u202eturned\u202c";
        Reply made = idp.post("/Users", Connector.person(name, ",'title':'" + title + "','displayName':'" + name + "'"))
                .demand(201);

        assertThat(made.body().path("userName").asText()).isEqualTo(name);
        assertThat(idp.user(made.id()).body().path("title").asText()).isEqualTo(title);
        idp.group("\ud83d\udc69\u200d\ud83d\udcbb Engineers");
    }

    private static void refused(SoftAssertions all, String what, Reply reply) {
        all.assertThat(reply.status()).as("%s: %s", what, reply.text()).isEqualTo(400);
        all.assertThat(reply.scimType()).as("%s: %s", what, reply.text()).isIn("invalidValue", "invalidSyntax");
        all.assertThat(reply.text()).as(what).doesNotContain("SQL", "Exception", "0x00", "PSQL");
    }
}
