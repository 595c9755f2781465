package io.usher.testing;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Writes requests byte by byte, where an HTTP client would tidy them up or refuse to send them. */
public final class Wire {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int CHUNK = 64 * 1024;

    private Wire() {}

    /**
     * Sends a request without a body.
     *
     * @param target as it is to stand in the request line
     * @param headers whole lines, without their ends
     * @return the whole answer
     */
    public static String send(String method, String target, String... headers) throws IOException {
        return sendTo("localhost", method, target, headers);
    }

    /** @param host as the client names the server */
    public static String sendTo(String host, String method, String target, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return raw(request.append("Connection: close\r\n\r\n").toString());
    }

    /** @param request as it is to go over the wire; the server must close the connection by itself */
    public static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Sends a request with a body.
     *
     * @param body with its length stated
     * @return the whole answer
     */
    public static String send(String method, String target, byte[] body, String... headers) throws IOException {
        StringBuilder head =
                head(method, target, headers).append("Content-Length: ").append(body.length);
        return exchange(head, sink -> sink.write(body));
    }

    /**
     * Sends a body of spaces in chunks and states no length.
     *
     * @return the whole answer; what the server no longer takes is not sent
     */
    public static String sendChunked(String method, String target, int bytes, String... headers) throws IOException {
        StringBuilder head = head(method, target, headers).append("Transfer-Encoding: chunked");
        byte[] spaces = " ".repeat(CHUNK).getBytes(StandardCharsets.US_ASCII);
        return exchange(head, sink -> {
            for (int left = bytes; left > 0; left -= CHUNK) {
                int size = Math.min(CHUNK, left);
                sink.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                sink.write(spaces, 0, size);
                sink.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            sink.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
    }

    private interface Body {
        void to(OutputStream sink) throws IOException;
    }

    private static StringBuilder head(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("Connection: close\r\n");
    }

    private static String exchange(StringBuilder head, Body body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream sink = socket.getOutputStream();
            sink.write(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            try {
                body.to(sink);
            } catch (SocketException noLongerTaken) {
                // An early refusal; the answer is there.
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What follows the headers. */
    public static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /** The value of a header, or empty. */
    public static String header(String answer, String name) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"))
                .lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** The status of an answer. */
    public static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }
}
