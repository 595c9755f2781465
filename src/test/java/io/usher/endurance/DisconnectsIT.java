package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.endurance.Client.Answer;
import io.usher.testing.TestTenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that hang up in the middle of a call leave nothing behind. */
@Tag("faults")
@Tag("T78")
class DisconnectsIT {

    private static final int CALLS = Integer.getInteger("usher.fault.disconnects", 1000);
    private static final int AT_ONCE = 16;
    private static final int HEAP_MARGIN_KIB = 32 * 1024;
    private static final int FEW = 25;

    @Test
    void thousands_of_clients_that_hang_up_leave_no_thread_no_connection_and_no_memory_behind() {
        try (Installation installation = Installation.of(1);
                Observer observer = installation.observer()) {
            Program program = installation.program(0);
            String token = TestTenant.withoutSeats().seats("full", null).token("okta");
            Proc proc = new Proc(program.pid());
            hangUp(program.port(), token, "warm", 500);
            settle();
            int threads = proc.threads();
            int descriptors = proc.descriptors();
            long heap = proc.heapKib();
            long sessions = sessions(observer);
            hangUp(program.port(), token, "gone", CALLS);
            settle();
            print(
                    "Hung up in the middle of %d calls: threads %d → %d, descriptors %d → %d, heap %d → %d KiB, database sessions %d → %d"
                            .formatted(
                                    CALLS,
                                    threads,
                                    proc.threads(),
                                    descriptors,
                                    proc.descriptors(),
                                    heap,
                                    proc.heapKib(),
                                    sessions,
                                    sessions(observer)));
            assertThat(proc.threads()).isLessThan(threads + FEW);
            assertThat(proc.descriptors()).isLessThan(descriptors + FEW);
            assertThat(proc.heapKib()).isLessThan(heap + HEAP_MARGIN_KIB);
            assertThat(sessions(observer)).isLessThan(sessions + FEW);
            assertThat(observer.number("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"))
                    .isZero();
            assertThat(installation
                            .clients(token)
                            .get(0)
                            .createUser("still-served", true)
                            .status())
                    .isEqualTo(201);
            Books.balance(observer);
        }
    }

    /** What hung up may still be worked on, and its threads and connections wait a while for the next. */
    private static void settle() {
        Program.pause(5000);
    }

    private static void hangUp(int port, String token, String name, int calls) {
        List<Supplier<Answer>> requests = IntStream.range(0, calls)
                .<Supplier<Answer>>mapToObj(n -> () -> {
                    call(port, token, name + "-" + n, n % 3);
                    return new Answer(0, com.fasterxml.jackson.databind.node.MissingNode.getInstance(), "");
                })
                .toList();
        Volley.fire(AT_ONCE, requests);
    }

    /** @param moment 0: in the middle of the body; 1: before the answer; 2: in the middle of the answer, with a reset */
    private static void hangUpAt(Socket socket, String request, int moment) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(bytes, 0, moment == 0 ? bytes.length - 5 : bytes.length);
        socket.getOutputStream().flush();
        if (moment == 2) {
            socket.setSoLinger(true, 0);
            socket.getInputStream().read();
        }
    }

    private static void call(int port, String token, String name, int moment) {
        String body = "{\"userName\": \"" + name + "\"}";
        String request = "POST /scim/v2/Users HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/scim+json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            hangUpAt(socket, request, moment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sessions(Observer observer) {
        return observer.number("SELECT count(*) FROM pg_stat_activity WHERE usename = 'usher_app'");
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }
}
