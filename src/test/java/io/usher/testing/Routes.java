package io.usher.testing;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every route of the program, read from its compiled classes, so that nobody has to remember to list a new one. */
public final class Routes {

    private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target", "classes");

    private Routes() {}

    /** One method at one path template. */
    public record Route(String method, String path) implements Comparable<Route> {

        @Override
        public int compareTo(Route other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public static List<Route> all() {
        TreeSet<Route> routes = new TreeSet<>();
        try (var files = Files.walk(CLASSES)) {
            files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.startsWith("io/usher/") && file.endsWith(".class"))
                    .map(file -> load(
                            file.substring(0, file.length() - ".class".length()).replace('/', '.')))
                    .forEach(type -> addRoutes(type, routes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ArrayList<>(routes);
    }

    private static void addRoutes(Class<?> resource, Set<Route> routes) {
        Path root = resource.getAnnotation(Path.class);
        if (root == null) {
            return;
        }
        for (Method method : resource.getDeclaredMethods()) {
            Path own = method.getAnnotation(Path.class);
            String path = own == null ? root.value() : root.value() + "/" + own.value();
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null) {
                    routes.add(new Route(verb.value(), path));
                }
            }
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
