package io.usher.testing;

import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mail server of all tests of a run: takes what it is sent over SMTP, unless a test has it do something else. */
@WithTestResource(value = MailServer.class, scope = TestResourceScope.GLOBAL)
public class MailServer implements QuarkusTestResourceLifecycleManager {

    public static final String SENDER = "usher@vendor.example";

    private static final int PORT = freePort();
    private static final GreenMail SERVER =
            new GreenMail(new ServerSetup(PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        SERVER.start();
        return Map.of(
                "quarkus.mailer.host",
                "127.0.0.1",
                "quarkus.mailer.port",
                String.valueOf(PORT),
                "usher.mail.from",
                SENDER);
    }

    @Override
    public void stop() {
        SERVER.stop();
    }

    /** Nobody listens. */
    public static void goDown() {
        SERVER.stop();
    }

    public static void comeUp() {
        SERVER.start();
    }

    /** A server in its place that takes calls and says nothing; down before. */
    public static ServerSocket silent() {
        try {
            return new ServerSocket(PORT, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mails to this address are refused from now on; null for none. */
    public static void refuse(@Nullable String address) {
        SERVER.getUserManager().setMessageDeliveryHandler((message, recipient) -> {
            if (recipient.getEmail().equals(address)) {
                throw new UserException("Nobody of this name");
            }
            var users = SERVER.getUserManager();
            return users.hasUser(recipient.getEmail())
                    ? users.getUserByEmail(recipient.getEmail())
                    : users.createUser(recipient.getEmail(), recipient.getEmail(), "secret");
        });
    }

    /** What has arrived for an address. */
    public static List<MimeMessage> mailsTo(String address) {
        return Arrays.stream(SERVER.getReceivedMessages())
                .filter(message -> recipients(message).contains(address))
                .toList();
    }

    private static List<String> recipients(MimeMessage message) {
        try {
            return Arrays.stream(message.getAllRecipients())
                    .map(address -> ((InternetAddress) address).getAddress())
                    .toList();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
