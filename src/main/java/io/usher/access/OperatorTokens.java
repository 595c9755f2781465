package io.usher.access;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The operator's bearer token: from {@code USHER_OPERATOR_TOKEN}, else made by Usher. Only its SHA-256 is kept. */
@ApplicationScoped
public class OperatorTokens {

    private static final int MIN_LENGTH = 32;
    private static final int MIN_DIFFERENT = 8;
    private static final int RANDOM_BYTES = 32;
    /** What an operator's token made here begins with, so that a leaked one is recognised for what it is. */
    public static final String PREFIX = "usher_op_";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final EntityManager database;
    private final Time time;
    private final StartLock startLock;
    private final Optional<String> configured;

    OperatorTokens(
            EntityManager database,
            Time time,
            StartLock startLock,
            @ConfigProperty(name = "usher.operator-token") Optional<String> configured) {
        this.database = database;
        this.time = time;
        this.startLock = startLock;
        this.configured = configured;
        configured.filter(OperatorTokens::weak).ifPresent(token -> {
            throw new ConfigurationException("USHER_OPERATOR_TOKEN must have at least " + MIN_LENGTH
                    + " characters and " + MIN_DIFFERENT + " different ones. Make one with: openssl rand -hex 32");
        });
    }

    private static boolean weak(String token) {
        return token.length() < MIN_LENGTH || token.chars().distinct().count() < MIN_DIFFERENT;
    }

    /** The token that the environment says it is. */
    public Optional<String> configured() {
        return configured;
    }

    /** Puts the configured token in force, or makes one when there is none yet; returns the text of one just made. */
    public Optional<String> ensure() {
        if (configured.isPresent()) {
            replace(configured.get());
            return Optional.empty();
        }
        // Replicas that start together make one token between them: a second one would kill the first.
        return startLock.alone("usher.operator_token", () -> {
            boolean exists = !database.createNativeQuery("SELECT 1 FROM operator_token", Integer.class)
                    .getResultList()
                    .isEmpty();
            return exists ? Optional.empty() : Optional.of(renew());
        });
    }

    /** Makes a new token; the old one is dead at once. */
    public String renew() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        replace(token);
        return token;
    }

    private void replace(String token) {
        byte[] hash = hash(token);
        QuarkusTransaction.joiningExisting().run(() -> {
            database.createNativeQuery("DELETE FROM operator_token WHERE hash <> :hash")
                    .setParameter("hash", hash)
                    .executeUpdate();
            database.createNativeQuery(
                            "INSERT INTO operator_token (hash, created_at) VALUES (:hash, :now) ON CONFLICT DO NOTHING")
                    .setParameter("hash", hash)
                    .setParameter("now", time.now())
                    .executeUpdate();
        });
    }

    /** The caller that this token makes, acting in a tenant or (null) in the installation; whether it is right, the database says. */
    public Caller.Operator caller(String token, @org.jspecify.annotations.Nullable String tenant) {
        return new Caller.Operator(hash(token), tenant);
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
