package io.usher.platform;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The key that seals the keys in the database: 32 bytes in base64url from {@code USHER_MASTER_KEY}, or from the file that
 * {@code USHER_MASTER_KEY_FILE} names. The embedded database brings its own.
 */
@ApplicationScoped
public class MasterKey {

    private static final int MIN_DIFFERENT = 8;

    private final byte[] key;

    public MasterKey(
            @ConfigProperty(name = "usher.master-key") Optional<String> value,
            @ConfigProperty(name = "usher.master-key-file") Optional<Path> file) {
        this.key = decode(
                value.or(() -> file.map(MasterKey::read))
                        .orElseThrow(
                                () -> new ConfigurationException(
                                        "No master key: set USHER_MASTER_KEY or USHER_MASTER_KEY_FILE to 32 random bytes in base64url.")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException("USHER_MASTER_KEY_FILE names a file that cannot be read.");
        }
    }

    private static byte[] decode(String text) {
        try {
            byte[] key = Base64.getUrlDecoder().decode(text.strip());
            if (key.length == Sealing.KEY_BYTES
                    && IntStream.range(0, key.length)
                                    .map(i -> key[i])
                                    .distinct()
                                    .count()
                            >= MIN_DIFFERENT) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            throw bad();
        }
        throw bad();
    }

    private static ConfigurationException bad() {
        return new ConfigurationException(
                "USHER_MASTER_KEY, or the file of USHER_MASTER_KEY_FILE, must be " + Sealing.KEY_BYTES
                        + " random bytes in base64url. Make them with: openssl rand 32 | basenc --base64url");
    }

    public byte[] seal(byte[] plain, String bound) {
        return Sealing.seal(key, plain, bound.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] open(byte[] sealed, String bound) {
        return Sealing.open(key, sealed, bound.getBytes(StandardCharsets.UTF_8));
    }
}
