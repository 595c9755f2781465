package io.usher.scim.http;

import static io.usher.testing.Connector.GROUPS;
import static io.usher.testing.Connector.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.TestTenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Addresses in resources are text: nobody goes there. */
@QuarkusTest
class OutboundTest {

    private static final int QUIET_MILLIS = 500;

    @Test
    @Tag("T31")
    @Tag("RES-13")
    void an_address_is_kept_as_text_and_never_visited() throws IOException, InterruptedException {
        Connector idp = new Connector(TestTenant.create().token("generic"));
        AtomicInteger visits = new AtomicInteger();
        try (ServerSocket trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread watch = new Thread(() -> count(trap, visits));
            watch.setDaemon(true);
            watch.start();
            int port = trap.getLocalPort();
            for (String address : List.of(
                    "http://127.0.0.1:" + port + "/latest/meta-data/",
                    "http://localhost:" + port + "/a.png",
                    "http://[::ffff:127.0.0.1]:" + port + "/",
                    "http://2130706433:" + port + "/",
                    "gopher://127.0.0.1:" + port + "/_x",
                    "ftp://127.0.0.1:" + port + "/x",
                    "jar:http://127.0.0.1:" + port + "/x.jar!/",
                    "http://169.254.169.254/latest/meta-data/",
                    "file:///etc/passwd")) {
                writeAndRead(idp, address);
            }
            Thread.sleep(QUIET_MILLIS);
            assertThat(visits).hasValue(0);
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            Thread.sleep(QUIET_MILLIS);
            assertThat(visits).as("the trap counts").hasValue(1);
        }
    }

    private static void writeAndRead(Connector idp, String address) {
        String body = """
                {"userName": "%1$s", "profileUrl": "%1$s", "photos": [{"value": "%1$s", "type": "photo"}],
                 "emails": [{"value": "a@b.c", "$ref": "%1$s"}], "ims": [{"value": "%1$s"}],
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "m", "$ref": "%1$s"}}}""".formatted(address);
        String user =
                idp.send("POST", USERS, body).then().statusCode(201).extract().path("id");
        idp.send("PUT", USERS + "/" + user, body.replace("a@b.c", "d@e.f"))
                .then()
                .statusCode(200);
        idp.send("PATCH", USERS + "/" + user, """
                {"Operations": [{"op": "add", "path": "photos", "value": [{"value": "%1$s", "type": "thumbnail"}]},
                 {"op": "replace", "path": "profileUrl", "value": "%1$s"}]}""".formatted(address)).then().statusCode(200);
        var shown = idp.send("GET", USERS + "/" + user, null).jsonPath();
        assertThat(shown.getString("profileUrl")).isEqualTo(address);
        assertThat(shown.getList("photos.value")).containsExactly(address, address);
        String group = idp.send("POST", GROUPS, """
                {"displayName": "%1$s", "members": [{"value": "%2$s", "$ref": "%1$s"}]}""".formatted(address, user))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        idp.send("PATCH", GROUPS + "/" + group, """
                {"Operations": [{"op": "add", "path": "members", "value": [{"value": "%2$s", "$ref": "%1$s"}]}]}""".formatted(address, user))
                .then()
                .statusCode(204);
        idp.send("GET", GROUPS, null).then().statusCode(200);
    }

    private static void count(ServerSocket trap, AtomicInteger visits) {
        while (true) {
            try {
                trap.accept().close();
                visits.incrementAndGet();
            } catch (IOException closed) {
                return;
            }
        }
    }
}
