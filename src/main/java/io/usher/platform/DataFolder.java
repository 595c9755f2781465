package io.usher.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The folder that belongs to one running Usher: the embedded PostgreSQL's files and the secrets made for it.
 * Held by a file lock that the operating system gives back when the program ends, however it ends.
 */
public final class DataFolder implements AutoCloseable {

    private static final String SECRETS = "secrets.properties";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the folder, making it when it is missing.
     *
     * @throws IllegalStateException when another program holds it
     */
    @SuppressWarnings("resource") // the channel carries the lock and is closed with the folder
    public static DataFolder take(Path path) {
        try {
            Files.createDirectories(path);
            restrict(path, "rwx------");
            FileChannel channel =
                    FileChannel.open(path.resolve("usher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new IllegalStateException("Another Usher is running on the data folder " + path
                        + ". Stop it first, or give this one a folder of its own with USHER_DATA_DIR.");
            }
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + path + " cannot be used", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProgram) {
            return null;
        }
    }

    public Path path() {
        return path;
    }

    /** The secret of this name: 256 random bits in base64url, made when it is first asked for. */
    public String secret(String name) {
        Path file = path.resolve(SECRETS);
        try {
            Properties secrets = new Properties();
            if (Files.exists(file)) {
                try (var in = Files.newInputStream(file)) {
                    secrets.load(in);
                }
            }
            String known = secrets.getProperty(name);
            if (known != null) {
                return known;
            }
            byte[] random = new byte[32];
            RANDOM.nextBytes(random);
            String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            secrets.setProperty(name, made);
            store(secrets, file);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("The secrets in " + file + " cannot be read or written", e);
        }
    }

    /** Writes aside and moves over, so that a crash leaves either the old secrets or the new ones. */
    private static void store(Properties secrets, Path file) throws IOException {
        Path aside = file.resolveSibling(SECRETS + ".new");
        Files.deleteIfExists(aside);
        Files.createFile(aside);
        restrict(aside, "rw-------");
        try (var out = Files.newOutputStream(aside)) {
            secrets.store(out, "Made by Usher for its embedded database. Losing this file loses the data.");
        }
        Files.move(aside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void restrict(Path file, String permissions) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
