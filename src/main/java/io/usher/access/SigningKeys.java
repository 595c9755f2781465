package io.usher.access;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Sort;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.usher.platform.Ids;
import io.usher.platform.MasterKey;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/** The keys that sign and verify tokens: in the database, so that all replicas share them. */
@ApplicationScoped
public class SigningKeys implements PanacheRepositoryBase<SigningKey, String> {

    private static final String ALGORITHM = "RSA";
    private static final int BITS = 2048;
    /** An unknown key id asks the database at most this often: tokens with random ids cost nothing. */
    private static final Duration RELOAD = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final MasterKey master;
    private final Time time;
    private final StartLock startLock;
    private final Map<String, PublicKey> known = new ConcurrentHashMap<>();
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Instant loadedAt = Instant.EPOCH;

    SigningKeys(MasterKey master, Time time, StartLock startLock) {
        this.master = master;
        this.time = time;
        this.startLock = startLock;
    }

    /** The key with which to sign now. */
    record Signer(String kid, PrivateKey key) {}

    /**
     * Makes the first key; replicas that start together make one between them.
     *
     * @throws ConfigurationException when the master key is not the one that sealed what is there
     */
    public void ensure() {
        startLock.alone("usher.signing_key", () -> {
            if (count() == 0) {
                persist(make());
            }
            return true;
        });
        requireOpen(load().get(0));
    }

    /** Found out now and not when somebody asks for a token. */
    private void requireOpen(SigningKey newest) {
        try {
            master.open(newest.sealedPrivateKey(), newest.kid());
        } catch (IllegalStateException anotherKey) {
            throw new ConfigurationException(
                    "USHER_MASTER_KEY (or the file of USHER_MASTER_KEY_FILE) is not the key with which"
                            + " this database was set up. Without that key nothing in it can be opened.");
        }
    }

    private SigningKey make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            String kid = Ids.next().toString();
            byte[] sealed = master.seal(pair.getPrivate().getEncoded(), kid);
            return new SigningKey(kid, pair.getPublic().getEncoded(), sealed, time.now());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java makes no RSA keys", e);
        }
    }

    private List<SigningKey> load() {
        List<SigningKey> all = QuarkusTransaction.joiningExisting().call(() -> listAll(Sort.descending("createdAt")));
        all.forEach(key -> known.computeIfAbsent(key.kid(), kid -> publicKey(key)));
        loadedAt = time.now();
        return all;
    }

    Signer signer() {
        SigningKey newest = load().get(0);
        try {
            byte[] plain = master.open(newest.sealedPrivateKey(), newest.kid());
            PrivateKey key = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(plain));
            return new Signer(newest.kid(), key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key " + newest.kid() + " is damaged", e);
        }
    }

    Optional<PublicKey> verifier(String kid) {
        if (!known.containsKey(kid) && stale()) {
            reload();
        }
        return Optional.ofNullable(known.get(kid));
    }

    private boolean stale() {
        return time.now().isAfter(loadedAt.plus(RELOAD));
    }

    /** One asks for all that wait; when the database does not answer him, they wait no longer than for any other question. */
    private void reload() {
        try {
            if (!loading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw AccessProblems.databaseAway(new TimeoutException("The signing keys are not read in time"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AccessProblems.databaseAway(e);
        }
        try {
            if (stale()) {
                load();
            }
        } finally {
            loading.unlock();
        }
    }

    private static PublicKey publicKey(SigningKey key) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(key.publicKey()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key " + key.kid() + " is damaged", e);
        }
    }
}
