package io.usher.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.platform.Problem;
import io.usher.testing.Connector;
import io.usher.testing.TestTenant;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens that are nearly right. Each is refused in the same words: nobody learns how near he was. */
@QuarkusTest
@Tag("AUTH-03")
@Tag("AUTH-09")
class ForgedTokensTest {

    @Inject
    SigningKeys keys;

    @Inject
    TokenVerifier verifier;

    private String token;
    private Forgery real;

    @BeforeEach
    void a_real_token() {
        token = TestTenant.create().token("okta");
        real = Forgery.of(token);
    }

    @Test
    void the_forger_could_make_a_token_if_he_had_the_key() throws GeneralSecurityException {
        assertThat(get(real.signed(keys.signer().key())).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("T36")
    void another_algorithm_is_refused() throws GeneralSecurityException {
        byte[] der = publicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----";
        Map<String, String> forged = new LinkedHashMap<>();
        for (String none : List.of("none", "None", "nOnE", "NONE", "")) {
            forged.put("alg " + none, real.header("alg", none).unsigned());
            forged.put(
                    "alg " + none + ", signed",
                    real.header("alg", none).signed(keys.signer().key()));
        }
        forged.put("no alg", real.header("alg", null).unsigned());
        forged.put("HS256 with DER", real.header("alg", "HS256").signed(der));
        forged.put("HS256 with PEM", real.header("alg", "HS256").signed(pem.getBytes(StandardCharsets.US_ASCII)));
        forged.put("HMAC said to be RS256", real.signed(der));
        forged.put("PS256", real.header("alg", "PS256").signed(keys.signer().key()));
        forged.put("RS512", real.header("alg", "RS512").signed(keys.signer().key()));
        refused(forged);
    }

    @Test
    @Tag("T37")
    void the_header_names_no_key_but_ours() throws GeneralSecurityException {
        KeyPair foreign = foreign();
        RSAPublicKey publicKey = (RSAPublicKey) foreign.getPublic();
        Map<String, String> jwk = Map.of(
                "kty", "RSA",
                "n", Forgery.base64(publicKey.getModulus().toByteArray()),
                "e", Forgery.base64(publicKey.getPublicExponent().toByteArray()));
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("foreign key", real.signed(foreign.getPrivate()));
        forged.put("jwk", real.header("jwk", jwk).signed(foreign.getPrivate()));
        forged.put(
                "jwk without kid", real.header("kid", null).header("jwk", jwk).signed(foreign.getPrivate()));
        forged.put("jwk beside our kid, our key", real.header("jwk", jwk).signed(foreign.getPrivate()));
        forged.put("x5c", real.header("x5c", List.of("MIIB")).signed(foreign.getPrivate()));
        forged.put(
                "b64 false",
                real.header("b64", false).header("crit", List.of("b64")).signed(foreign.getPrivate()));
        forged.put(
                "crit",
                real.header("crit", List.of("x"))
                        .header("x", 1)
                        .signed(keys.signer().key()));
        for (Object kid :
                List.of("", "../../dev/null", "' OR 1=1 --", UUID.randomUUID(), 1, List.of("a"), "x".repeat(2000))) {
            forged.put(
                    "kid " + kid, real.header("kid", kid).signed(keys.signer().key()));
        }
        forged.put("no kid", real.header("kid", null).signed(keys.signer().key()));
        forged.put(
                "kid null",
                real.header("kid", NullNode.instance).signed(keys.signer().key()));
        refused(forged);
    }

    @Test
    @Tag("T37")
    void an_address_in_the_header_is_not_called() throws GeneralSecurityException, IOException {
        KeyPair foreign = foreign();
        try (ServerSocket trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + trap.getLocalPort() + "/keys";
            Map<String, String> forged = new LinkedHashMap<>();
            for (String name : List.of("jku", "x5u")) {
                forged.put(name, real.header(name, url).signed(foreign.getPrivate()));
                forged.put(
                        name + " without kid",
                        real.header("kid", null).header(name, url).signed(foreign.getPrivate()));
                forged.put(
                        "kid beside " + name,
                        real.header("kid", url).header(name, url).signed(foreign.getPrivate()));
            }
            refused(forged);
            trap.setSoTimeout(1);
            assertThatThrownBy(trap::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    @Tag("T38")
    void clocks_may_differ_by_a_minute_and_no_more() throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        assertThat(get(real.claim("iat", now - 90)
                                .claim("exp", now - 30)
                                .signed(keys.signer().key()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(real.claim("iat", now + 30).signed(keys.signer().key())).statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("T9")
    @Tag("T38")
    void a_claim_that_is_not_ours_is_refused() throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String other = TestTenant.create().id();
        Map<String, Forgery> forged = new LinkedHashMap<>();
        forged.put("typ JWT", real.header("typ", "JWT"));
        forged.put("typ at+jwt", real.header("typ", "at+jwt"));
        forged.put("no typ", real.header("typ", null));
        forged.put("aud", real.claim("aud", "usher-api"));
        forged.put("no aud", real.claim("aud", null));
        forged.put("iss", real.claim("iss", "https://idp.example.com"));
        forged.put("no iss", real.claim("iss", null));
        forged.put("exp past", real.claim("iat", now - 1000).claim("exp", now - 120));
        forged.put("exp in the year 9999", real.claim("exp", 253_402_300_799L));
        forged.put("exp before iat", real.claim("iat", now).claim("exp", now - 1));
        forged.put("exp no number", real.claim("exp", "tomorrow"));
        forged.put("exp null", real.claim("exp", NullNode.instance));
        forged.put("iat ahead", real.claim("iat", now + 120));
        forged.put("no iat", real.claim("iat", null));
        forged.put("aud a list with ours absent", real.claim("aud", List.of("a", "b")));
        forged.put("aud null", real.claim("aud", NullNode.instance));
        forged.put("iss null", real.claim("iss", NullNode.instance));
        forged.put("no exp", real.claim("exp", null));
        forged.put("nbf ahead", real.claim("nbf", now + 1000));
        forged.put("another tenant", real.claim("tenant", other));
        forged.put("no tenant", real.claim("tenant", null));
        forged.put("tenant null", real.claim("tenant", NullNode.instance));
        forged.put("tenant empty", real.claim("tenant", ""));
        forged.put("tenant a list", real.claim("tenant", List.of(other)));
        forged.put("tenant no id", real.claim("tenant", "acme"));
        forged.put("another jti", real.claim("jti", UUID.randomUUID()));
        forged.put("no jti", real.claim("jti", null));
        forged.put("jti null", real.claim("jti", NullNode.instance));
        forged.put("jti no id", real.claim("jti", "x"));
        Map<String, String> signed = new LinkedHashMap<>();
        for (Map.Entry<String, Forgery> each : forged.entrySet()) {
            signed.put(each.getKey(), each.getValue().signed(keys.signer().key()));
        }
        refused(signed);
    }

    @Test
    @Tag("T40")
    void a_damaged_token_is_refused() {
        String[] parts = token.split("\\.", -1);
        String signature = parts[2];
        Map<String, String> damaged = new LinkedHashMap<>();
        damaged.put(
                "altered signature",
                real.content() + "." + (signature.startsWith("A") ? "B" : "A") + signature.substring(1));
        damaged.put("cut signature", token.substring(0, token.length() - 10));
        damaged.put("no signature", real.unsigned());
        damaged.put("two parts", real.content());
        damaged.put("four parts", token + ".x");
        damaged.put("five parts", token + ".x.y");
        damaged.put(
                "altered claims",
                parts[0] + "." + parts[1].substring(0, 20) + "x" + parts[1].substring(21) + "." + signature);
        damaged.put(
                "another tenant, old signature",
                real.claim("tenant", UUID.randomUUID()).content() + "." + signature);
        damaged.put("no base64", "=+/.=+/.=+/");
        damaged.put("header no JSON", "YWJj." + parts[1] + "." + signature);
        damaged.put("header null", "bnVsbA." + parts[1] + "." + signature);
        damaged.put("dots", "...");
        damaged.put("long", real.claim("x", "x".repeat(5000)).unsigned());
        damaged.put("encrypted", parts[0] + ".x." + parts[1] + ".x." + signature);
        damaged.put("signature of zeros", real.content() + "." + Forgery.base64(new byte[256]));
        damaged.put(
                "a curve's signature of zeros",
                real.header("alg", "ES256").content() + "." + Forgery.base64(new byte[64]));
        damaged.put("empty signature of a curve", real.header("alg", "ES256").unsigned());
        refused(damaged);
    }

    /** The case says 20 ms; ten times as much is what no slow machine needs. */
    @Test
    @Tag("T40")
    void a_damaged_token_is_refused_cheaply() {
        String[] parts = token.split("\\.", -1);
        List<String> damaged = List.of(
                real.claim("x", "x".repeat(64_000)).content() + "." + parts[2],
                real.claim("x", "x".repeat(2_500)).content() + "." + parts[2],
                "[".repeat(4_000) + "." + parts[1] + "." + parts[2],
                Forgery.base64("[".repeat(2_900).getBytes(StandardCharsets.US_ASCII)) + ".x.x",
                parts[0] + "." + Forgery.base64("{\"a\":".repeat(400).getBytes(StandardCharsets.US_ASCII)) + "."
                        + parts[2],
                ".".repeat(4_000));
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        for (String each : damaged) {
            long before = clock.getCurrentThreadCpuTime();
            assertThatThrownBy(() -> verifier.verify(each)).isInstanceOf(Problem.class);
            assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - before))
                    .as(each.substring(0, 60))
                    .isLessThan(Duration.ofMillis(200));
        }
    }

    private void refused(Map<String, String> tokens) {
        String wanted = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"401\","
                + "\"detail\":\"The bearer token is not valid: malformed, expired or revoked.\"}";
        SoftAssertions all = new SoftAssertions();
        tokens.forEach((name, forged) -> {
            Response answer = get(forged);
            all.assertThat(answer.statusCode()).as(name).isEqualTo(401);
            all.assertThat(answer.asString()).as(name).isEqualTo(wanted);
            all.assertThat(answer.header("WWW-Authenticate"))
                    .as(name)
                    .isEqualTo("Bearer realm=\"usher\", error=\"invalid_token\"");
            all.assertThat(answer.contentType()).as(name).startsWith("application/scim+json");
        });
        all.assertAll();
    }

    private PublicKey publicKey() {
        return keys.verifier(real.header().path("kid").asText()).orElseThrow();
    }

    private static KeyPair foreign() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static Response get(String token) {
        return new Connector(token).send("GET", Connector.USERS + "?count=1", null);
    }
}
