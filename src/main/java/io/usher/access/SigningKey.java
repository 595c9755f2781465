package io.usher.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key pair that signs tokens; the private half is sealed by the master key. */
@Entity
@Table(name = "signing_key")
class SigningKey {

    @Id
    private String kid;

    @Column(name = "public_key", nullable = false, updatable = false)
    private byte[] publicKey;

    @Column(name = "sealed_private_key", nullable = false, updatable = false)
    private byte[] sealedPrivateKey;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected SigningKey() {}

    SigningKey(String kid, byte[] publicKey, byte[] sealedPrivateKey, Instant now) {
        this.kid = kid;
        this.publicKey = publicKey;
        this.sealedPrivateKey = sealedPrivateKey;
        this.createdAt = now;
    }

    String kid() {
        return kid;
    }

    /** X.509 SubjectPublicKeyInfo. */
    byte[] publicKey() {
        return publicKey;
    }

    /** PKCS #8, sealed. */
    byte[] sealedPrivateKey() {
        return sealedPrivateKey;
    }

    Instant createdAt() {
        return createdAt;
    }
}
