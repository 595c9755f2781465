package io.usher.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux tells of a running process. */
final class Proc {

    /** Of the first line, which is about the whole heap. */
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Path process;

    Proc(long pid) {
        process = Path.of("/proc", String.valueOf(pid));
    }

    int threads() {
        return entries("task");
    }

    /** Open files and sockets. */
    int descriptors() {
        return entries("fd");
    }

    /** What a full collection leaves of the heap. */
    long heapKib() {
        String pid = process.getFileName().toString();
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Signals.run(jcmd.toString(), pid, "GC.run");
        String info = Signals.output(jcmd.toString(), pid, "GC.heap_info");
        Matcher used = USED.matcher(info);
        if (!used.find()) {
            throw new IllegalStateException(info);
        }
        return Long.parseLong(used.group(1));
    }

    private int entries(String folder) {
        try (var all = Files.list(process.resolve(folder))) {
            return Math.toIntExact(all.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
