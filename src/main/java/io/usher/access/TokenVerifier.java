package io.usher.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import io.usher.platform.Limits;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Checks a SCIM token's signature and claims, without the database; whether it still lives is asked when a transaction opens. */
@ApplicationScoped
public class TokenVerifier {

    private static final int CLOCK_SKEW_SECONDS = 60;
    /** No token is made that lives longer. */
    private static final Duration MAX_LIFE = Duration.ofDays(Limits.TOKEN_DAYS);

    private final SigningKeys keys;
    private final ObjectMapper json;
    private final Time time;
    private final DefaultJWTParser parser = new DefaultJWTParser();

    TokenVerifier(SigningKeys keys, ObjectMapper json, Time time) {
        this.keys = keys;
        this.json = json;
        this.time = time;
    }

    /** @throws io.usher.platform.Problem when the token is not one of ours or has expired */
    public Caller.Connector verify(String token) {
        if (token.length() > Limits.TOKEN) {
            throw AccessProblems.badToken();
        }
        PublicKey key = signingKey(token).orElseThrow(AccessProblems::badToken);
        try {
            JsonWebToken claims = parser.parse(token, expected(key));
            requireIssued(claims.getIssuedAtTime());
            return new Caller.Connector(uuid(claims.getClaim(ScimTokens.TENANT)), uuid(claims.getTokenID()));
        } catch (ParseException | RuntimeException e) {
            throw AccessProblems.badToken();
        }
    }

    /** The key that the header names; the header is trusted for nothing else, and must say what we sign with. */
    private Optional<PublicKey> signingKey(String token) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            JsonNode header = json.readTree(Base64.getUrlDecoder().decode(token.substring(0, dot)));
            if (!SignatureAlgorithm.RS256.name().equals(header.path("alg").asText())
                    || !ScimTokens.TYPE.equals(header.path("typ").asText())) {
                return Optional.empty();
            }
            return keys.verifier(header.path("kid").asText());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static JWTAuthContextInfo expected(PublicKey key) {
        JWTAuthContextInfo expected = new JWTAuthContextInfo(key, ScimTokens.ISSUER);
        expected.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256));
        expected.setExpectedAudience(Set.of(ScimTokens.AUDIENCE));
        expected.setClockSkew(CLOCK_SKEW_SECONDS);
        expected.setMaxTimeToLiveSecs(MAX_LIFE.toSeconds());
        return expected;
    }

    /** The parser looks at the age of a token only where one is too old. */
    private void requireIssued(long epochSecond) {
        if (epochSecond > time.now().getEpochSecond() + CLOCK_SKEW_SECONDS) {
            throw AccessProblems.badToken();
        }
    }

    private static UUID uuid(String text) {
        return UUID.fromString(text);
    }
}
