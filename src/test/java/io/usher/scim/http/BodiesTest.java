package io.usher.scim.http;

import static io.usher.testing.Connector.GROUPS;
import static io.usher.testing.Connector.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.platform.Limits;
import io.usher.testing.Connector;
import io.usher.testing.TestDatabase;
import io.usher.testing.TestTenant;
import io.usher.testing.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body must be written in, and that no more of it is taken than there may be. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class BodiesTest {

    private static final String SCIM = "Content-Type: application/scim+json";
    private static final String TENANTS = "/api/v1/tenants";

    private TestTenant tenant;
    private Connector idp;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = new Connector(tenant.token("okta"));
    }

    @ParameterizedTest
    @Tag("T85")
    @Tag("HTTP-08")
    @Tag("HTTP-09")
    @CsvSource(
            delimiter = '|',
            value = {
                "application/scim+json                    | 201",
                "application/json                         | 201",
                "application/scim+json; charset=utf-8     | 201",
                "application/scim+json;charset=\"UTF-8\"  | 201",
                "Application/SCIM+JSON; Charset=UTF-8     | 201",
                "application/json; version=2              | 201",
                "text/plain                               | 415",
                "text/json                                | 415",
                "application/xml                          | 415",
                "application/x-www-form-urlencoded        | 415",
                "multipart/form-data; boundary=x          | 415",
                "application/scim+json; charset=utf-16    | 415",
                "application/scim+json; charset=latin1    | 415",
                "application/scim+json, application/json  | 415",
                "*/*                                      | 415",
                "json                                     | 415",
                ";                                        | 415",
                "-                                        | 415"
            })
    void the_type_of_a_body_is_json_in_utf8(String type, int status) throws IOException {
        String[] headers = type.equals("-") ? new String[0] : new String[] {"Content-Type: " + type};
        String users = send("POST", USERS, "{\"userName\":\"u\"}", headers);
        assertThat(Wire.status(users)).as(users).isEqualTo(status);
        String groups = send("POST", GROUPS, "{\"displayName\":\"g\"}", headers);
        assertThat(Wire.status(groups)).as(groups).isEqualTo(status);
        if (status == 415) {
            assertThat(users).contains("\"status\":\"415\"", "Send the body with the Content-Type");
            assertThat(total(USERS) + total(GROUPS)).isZero();
        }
    }

    /** A script that sends its JSON with curl and nothing else says that it is a form. */
    @Test
    void the_api_reads_json_whatever_its_type_is_said_to_be() throws IOException {
        String made = Wire.send(
                "POST",
                TENANTS + "/" + tenant.name() + "/connections",
                utf8("{\"kind\":\"entra\"}"),
                prepend(asOperator(), "Content-Type: application/x-www-form-urlencoded"));
        assertThat(Wire.status(made)).as(made).isEqualTo(201);
    }

    @Test
    @Tag("T85")
    void a_caller_without_a_token_is_told_that_first() throws IOException {
        for (String path : new String[] {USERS, TENANTS}) {
            assertThat(Wire.status(Wire.send("POST", path, utf8("x"), "Content-Type: text/plain")))
                    .isEqualTo(401);
            assertThat(Wire.status(Wire.send("POST", path, new byte[Limits.BODY + 1], SCIM)))
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @Tag("T85")
    @Tag("HTTP-24")
    @Tag("HTTP-25")
    @Tag("HTTP-26")
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "[{\"userName\": \"u\"}]",
                "\"u\"",
                "7",
                "true",
                "{",
                "{\"userName\": \"u\"",
                "{\"userName\": \"u\"}}",
                "{\"userName\": \"u\"} {}",
                "{\"userName\": \"u\"} x",
                "{\"userName\": \"u\",}",
                "{\"userName\": 'u'}",
                "{userName: \"u\"}",
                "{/* note */ \"userName\": \"u\"}",
                "{\"userName\": \"u\"} // note",
                "# note\n{\"userName\": \"u\"}",
                "{\"userName\": \"u\", \"x\": NaN}",
                "{\"userName\": \"u\", \"x\": Infinity}",
                "{\"userName\": \"u\", \"x\": -Infinity}",
                "{\"userName\": \"u\", \"x\": 01}",
                "{\"userName\": \"u\", \"x\": +1}",
                "{\"userName\": \"u\", \"x\": .5}",
                "{\"userName\": \"u\", \"x\": \"\n\"}",
                "{\"userName\": \"u\", \"x\": \"\\q\"}",
                "{\"userName\": \"u\", \"userName\": \"v\"}",
                "\uFEFF{\"userName\": \"u\"}"
            })
    void a_body_that_is_not_one_json_object_is_refused(String body) throws IOException {
        String id = idp.createUser("ada");
        String group = idp.createGroup("Readers");
        for (String target : new String[] {USERS, GROUPS}) {
            refused(send("POST", target, body, SCIM));
        }
        for (String target : new String[] {USERS + "/" + id, GROUPS + "/" + group}) {
            refused(send("PUT", target, body, SCIM));
            refused(send("PATCH", target, body, SCIM));
        }
        String operator = Wire.send(
                "PATCH",
                TENANTS + "/" + tenant.name(),
                utf8(body),
                prepend(asOperator(), "Content-Type: application/json"));
        assertThat(Wire.status(operator)).as(operator).isEqualTo(400);
        assertThat(operator).contains("application/problem+json", "\"code\":\"invalidBody\"");
        assertThat(total(USERS)).isEqualTo(1);
    }

    @ParameterizedTest
    @Tag("T85")
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE", "ISO-8859-1"})
    void another_encoding_is_not_guessed(String charset) throws IOException {
        byte[] body = "{\"userName\":\"ümlaut\"}".getBytes(Charset.forName(charset));
        refused(Wire.send("POST", USERS, body, prepend(asConnector(), SCIM)));
    }

    @Test
    @Tag("T85")
    @Tag("T18")
    void bytes_that_are_no_utf8_are_refused() throws IOException {
        for (int[] bytes :
                new int[][] {{0xC0, 0xAF}, {0xED, 0xA0, 0x80}, {0xFF}, {0xC3}, {0xF8, 0x88, 0x80, 0x80, 0x80}}) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write(utf8("{\"userName\":\"u\",\"title\":\""));
            for (int each : bytes) {
                body.write(each);
            }
            body.write(utf8("\"}"));
            refused(Wire.send("POST", USERS, body.toByteArray(), prepend(asConnector(), SCIM)));
        }
    }

    @ParameterizedTest
    @Tag("T76")
    @ValueSource(strings = {"gzip", "deflate", "br", "x-unknown", "gzip, gzip"})
    void a_compressed_body_is_refused_unread(String encoding) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(new byte[50_000_000]);
        }
        String[] headers = prepend(asConnector(), SCIM, "Content-Encoding: " + encoding);
        String answer = Wire.send("POST", USERS, packed.toByteArray(), headers);
        assertThat(Wire.status(answer)).as(answer).isEqualTo(415);
        assertThat(answer).contains("\"status\":\"415\"", "without a Content-Encoding");
        String operator = Wire.send(
                "POST",
                TENANTS,
                utf8("{}"),
                prepend(asOperator(), "Content-Type: application/json", "Content-Encoding: gzip"));
        assertThat(Wire.status(operator)).as(operator).isEqualTo(415);
    }

    @Test
    @Tag("T76")
    @Tag("HTTP-29")
    @Tag("ERR-04")
    void a_body_without_a_stated_length_is_counted_as_it_comes() throws IOException {
        String id = idp.createUser("ada");
        String group = idp.createGroup("Readers");
        SoftAssertions all = new SoftAssertions();
        for (int over : new int[] {1, 64 * 1024, 6 * 1024 * 1024}) {
            expectTooLarge(all, "POST", USERS, Limits.BODY, over);
            expectTooLarge(all, "PUT", USERS + "/" + id, Limits.BODY, over);
            expectTooLarge(all, "PATCH", USERS + "/" + id, Limits.BODY, over);
            expectTooLarge(all, "POST", GROUPS, Limits.BODY, over);
            expectTooLarge(all, "PUT", GROUPS + "/" + group, Limits.GROUP_BODY, over);
            expectTooLarge(all, "PATCH", GROUPS + "/" + group, Limits.GROUP_BODY, over);
        }
        // What is within the limit is read to its end, and then is no JSON.
        all.assertThat(Wire.status(chunked("PUT", GROUPS + "/" + group, Limits.GROUP_BODY)))
                .isEqualTo(400);
        all.assertThat(Wire.status(chunked("PUT", USERS + "/" + id, Limits.BODY)))
                .isEqualTo(400);
        String operator = Wire.sendChunked(
                "POST", TENANTS, Limits.BODY + 1, prepend(asOperator(), "Content-Type: application/json"));
        all.assertThat(Wire.status(operator)).as(operator).isEqualTo(413);
        all.assertThat(operator).contains("application/problem+json", "\"status\":413");
        all.assertAll();
    }

    @Tag("T76")
    @Tag("ERR-10")
    @ParameterizedTest
    @ValueSource(strings = {"104857600", "9223372036854775807"})
    void a_stated_length_beyond_all_measure_is_refused_with_words_and_nobody_waits_for_it(String length)
            throws IOException {
        // Not a byte of it is sent: the answer comes all the same, and the connection ends.
        String answer = Wire.send("POST", USERS, prepend(asConnector(), SCIM, "Content-Length: " + length));
        assertThat(Wire.status(answer)).as(length + answer).isEqualTo(413);
        assertThat(answer).contains("\"status\":\"413\"", "The body may have at most 2 MiB.");
    }

    @Test
    @Tag("T76")
    void a_refused_body_is_recorded_like_any_refusal() throws IOException {
        chunked("POST", USERS, Limits.BODY + 1);
        Response log = TestTenant.operator().get(TENANTS + "/" + tenant.name() + "/audit/records?outcome=refused");
        assertThat(log.asString()).contains("tooLarge");
    }

    private void expectTooLarge(SoftAssertions all, String method, String target, int limit, int over)
            throws IOException {
        String answer = chunked(method, target, limit + over);
        String name = method + " " + target + " " + limit + "+" + over + ": " + answer;
        all.assertThat(Wire.status(answer)).as(name).isEqualTo(413);
        all.assertThat(answer)
                .as(name)
                .contains("\"status\":\"413\"", "The body may have at most " + (limit >> 20) + " MiB.");
    }

    private String chunked(String method, String target, int bytes) throws IOException {
        return Wire.sendChunked(method, target, bytes, prepend(asConnector(), SCIM));
    }

    private String send(String method, String target, String body, String... headers) throws IOException {
        return Wire.send(method, target, utf8(body), prepend(asConnector(), headers));
    }

    private int total(String collection) {
        return idp.send("GET", collection + "?count=0", null).path("totalResults");
    }

    private String asConnector() {
        return "Authorization: Bearer " + idp.token();
    }

    private static String asOperator() {
        return "Authorization: Bearer " + TestDatabase.OPERATOR_TOKEN;
    }

    private static String[] prepend(String first, String... others) {
        String[] all = new String[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void refused(String answer) {
        assertThat(Wire.status(answer)).as(answer).isEqualTo(400);
        assertThat(answer).contains("\"scimType\":\"invalidSyntax\"", "\"status\":\"400\"");
    }
}
