package io.usher.access;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.usher.platform.TenantKey;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The SCIM tokens of a tenant's connections: made, listed, revoked. */
@ApplicationScoped
public class ScimTokens implements PanacheRepositoryBase<ScimToken, TenantKey> {

    static final String ISSUER = "usher";
    static final String AUDIENCE = "usher-scim";
    static final String TYPE = "scim+jwt";
    static final String TENANT = "tenant";
    private static final String SCOPE = "scim";
    private static final int MAX_ALIVE = 2;
    static final int MAX_DAYS = 3 * 366;

    private final SigningKeys keys;
    private final Time time;

    ScimTokens(SigningKeys keys, Time time) {
        this.keys = keys;
        this.time = time;
    }

    /** A token just made, with the text that is shown once and kept nowhere. */
    public record Issued(ScimToken kept, String token) {}

    /** @param connection with its row locked, so that two calls cannot both make the second token */
    public Issued issue(UUID tenant, UUID connection, int expiresInDays) {
        if (expiresInDays < 1 || expiresInDays > MAX_DAYS) {
            throw AccessProblems.badLifetime(MAX_DAYS);
        }
        if (alive(tenant, connection).size() >= MAX_ALIVE) {
            throw AccessProblems.tooManyTokens(MAX_ALIVE);
        }
        Instant now = time.now();
        // Random throughout: people tell tokens apart by the first characters.
        TenantKey key = new TenantKey(tenant, UUID.randomUUID());
        ScimToken kept = new ScimToken(key, connection, SCOPE, now, now.plus(Duration.ofDays(expiresInDays)));
        persist(kept);
        return new Issued(kept, sign(kept, tenant));
    }

    private String sign(ScimToken token, UUID tenant) {
        SigningKeys.Signer signer = keys.signer();
        return Jwt.issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(token.connectionId().toString())
                .claim("jti", token.id().toString())
                .claim(TENANT, tenant.toString())
                .claim("scope", token.scope())
                .issuedAt(token.createdAt())
                .expiresAt(token.expiresAt())
                .jws()
                .header("typ", TYPE)
                .keyId(signer.kid())
                .algorithm(SignatureAlgorithm.RS256)
                .sign(signer.key());
    }

    /** Tokens of a connection that are neither revoked nor expired, oldest first. */
    public List<ScimToken> alive(UUID tenant, UUID connection) {
        return list(
                "key.tenantId = ?1 and connectionId = ?2 and revokedAt is null and expiresAt > ?3",
                Sort.by("createdAt"),
                tenant,
                connection,
                time.now());
    }

    /**
     * Kills a token at once, on every replica: each call asks the database whether its token lives.
     *
     * @param id the token's {@code jti} or its first 8 characters
     */
    public ScimToken revoke(UUID tenant, UUID connection, String id) {
        List<ScimToken> found = alive(tenant, connection).stream()
                .filter(token ->
                        token.id().toString().equals(id) || token.prefix().equals(id))
                .toList();
        if (found.size() != 1) {
            throw AccessProblems.noSuchToken();
        }
        found.get(0).revoke(time.now());
        return found.get(0);
    }
}
