package io.usher.endurance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Stands between two parties on the network: brings the answers later, or loses them. */
final class Relay implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;

    private final ServerSocket socket;
    private final int target;
    private volatile long delayMillis;
    private volatile boolean losing;

    /** @param target port on this machine */
    Relay(int target) {
        this.target = target;
        try {
            socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    @SuppressWarnings("ArrayRecordComponent") // on its way, compared nowhere
    private record Chunk(long dueNanos, byte[] bytes) {}

    int port() {
        return socket.getLocalPort();
    }

    /** Every answer arrives so much later; many may be on their way at once. */
    void delay(long millis) {
        delayMillis = millis;
    }

    /** From now on what is asked arrives, and the connection breaks before the answer does. */
    void loseAnswers(boolean losing) {
        this.losing = losing;
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket near = socket.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
                daemon(() -> ask(near, far));
                daemon(() -> read(near, far, underWay));
                daemon(() -> deliver(near, far, underWay));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private static void ask(Socket near, Socket far) {
        try (near;
                far) {
            near.getInputStream().transferTo(far.getOutputStream());
        } catch (IOException broken) {
            // the one end of a connection breaks the other
        }
    }

    private void read(Socket near, Socket far, BlockingQueue<Chunk> underWay) {
        byte[] buffer = new byte[CHUNK];
        try (near;
                far) {
            InputStream answers = far.getInputStream();
            for (int read = answers.read(buffer); read >= 0 && !losing; read = answers.read(buffer)) {
                long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
                underWay.add(new Chunk(due, Arrays.copyOf(buffer, read)));
            }
        } catch (IOException broken) {
            // the one end of a connection breaks the other
        }
    }

    private static void deliver(Socket near, Socket far, BlockingQueue<Chunk> underWay) {
        try (near;
                far) {
            OutputStream out = near.getOutputStream();
            while (!near.isClosed()) {
                Chunk chunk = underWay.poll(1, TimeUnit.SECONDS);
                if (chunk != null) {
                    TimeUnit.NANOSECONDS.sleep(chunk.dueNanos() - System.nanoTime());
                    out.write(chunk.bytes());
                    out.flush();
                }
            }
        } catch (IOException broken) {
            // the one end of a connection breaks the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
