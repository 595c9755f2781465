package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program with a certificate and the settings that operate.md names: TLS as it should be, and nothing beside it. */
@Tag("HTTP-22")
@Tag("INT-16")
@SuppressWarnings("NullAway.Init") // started before all tests
class TlsIT {

    private static final String PASSWORD = "keystore-of-the-tests";
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;
    private static final int PROTOCOL_VERSION = 70;

    private static Installation installation;
    private static Program program;
    private static KeyStore keys;
    private static int port;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("server.p12");
        makeCertificate(store);
        try (InputStream file = Files.newInputStream(store)) {
            keys = KeyStore.getInstance("PKCS12");
            keys.load(file, PASSWORD.toCharArray());
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        installation = Installation.empty();
        program = installation.add(installation.launch(Map.of(
                "quarkus.http.ssl.certificate.key-store-file",
                store.toString(),
                "quarkus.http.ssl.certificate.key-store-password",
                PASSWORD,
                "quarkus.http.ssl-port",
                String.valueOf(port),
                "quarkus.http.insecure-requests",
                "disabled")));
        awaitPort();
    }

    /** The JDK's own keytool: there is no other way to a certificate in plain Java. */
    private static void makeCertificate(Path store) throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(keytool.exitValue()).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void awaitPort() {
        for (int n = 0; n < 600; n++) {
            try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(open.isConnected()).isTrue();
                return;
            } catch (IOException notYet) {
                Program.pause(100);
            }
        }
        throw new IllegalStateException("The program did not come to serve:\n" + program.log());
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void the_versions_in_use_are_spoken(String version) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setEnabledProtocols(new String[] {version});
            socket.getOutputStream()
                    .write("GET /scim/v2/ServiceProviderConfig HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(answer).startsWith("HTTP/1.1 200").contains("\"location\":\"https://localhost/scim/v2/");
        }
    }

    /** Byte by byte: the client's own Java would not say anything so old. */
    @Test
    void what_is_older_is_refused() throws IOException {
        assertThat(answerTo(0x0303)[0]).as("TLS 1.2 in the same words").isEqualTo(HANDSHAKE);
        for (int old : new int[] {0x0302, 0x0301, 0x0300}) {
            int[] refused = answerTo(old);
            assertThat(refused[0]).as(Integer.toHexString(old)).isEqualTo(ALERT);
            assertThat(refused[1]).as(Integer.toHexString(old)).isEqualTo(PROTOCOL_VERSION);
        }
    }

    @Test
    void plain_http_is_not_spoken() {
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), program.port()).close())
                .isInstanceOf(ConnectException.class);
    }

    /** The type of the first record, and of an alert what it says. */
    private static int[] answerTo(int version) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(hello(version));
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            int type = answer.readUnsignedByte();
            answer.skipNBytes(4);
            answer.readUnsignedByte();
            return new int[] {type, answer.readUnsignedByte()};
        }
    }

    /** RFC 5246 §7.4.1.2: a version, 32 bytes at random, no session, suites, no compression, and the two extensions. */
    private static byte[] hello(int version) {
        byte[] suites = HexFormat.of().parseHex("c02fc030c013c014009c002f");
        // supported_groups: secp256r1; signature_algorithms: RSA with SHA-256, in both ways.
        byte[] extensions = HexFormat.of().parseHex("000a000400020017" + "000d0006000404010804");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body);
                DataOutputStream framed = new DataOutputStream(record)) {
            out.writeShort(version);
            out.write(new byte[32]);
            out.writeByte(0);
            out.writeShort(suites.length);
            out.write(suites);
            out.writeShort(0x0100);
            out.writeShort(extensions.length);
            out.write(extensions);
            framed.writeByte(HANDSHAKE);
            framed.writeShort(0x0301);
            framed.writeShort(body.size() + 4);
            framed.writeInt(0x01000000 | body.size());
            framed.write(body.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return record.toByteArray();
    }
}
