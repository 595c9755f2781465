package io.usher.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Which tests carry which tag, their own or their class's. A test of an abstract class counts for each class that runs it;
 * one that is switched off proves nothing.
 */
final class Proofs {

    private final SortedMap<String, SortedSet<String>> tests = new TreeMap<>();

    private Proofs() {}

    static Proofs collect() {
        Proofs proofs = new Proofs();
        Path classes = compiled();
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                    .map(file -> file.replaceFirst("\\.class$", "").replaceAll("[/\\\\]", "."))
                    .map(Proofs::load)
                    .filter(type -> !Modifier.isAbstract(type.getModifiers()) && !off(type))
                    .forEach(proofs::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return proofs;
    }

    private static Path compiled() {
        try {
            return Path.of(Proofs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Proofs.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(Class<?> type) {
        List<Method> methods = ReflectionSupport.findMethods(
                type,
                method -> AnnotationSupport.isAnnotated(method, Testable.class) && !off(method),
                HierarchyTraversalMode.BOTTOM_UP);
        for (Method method : methods) {
            for (AnnotatedElement element : List.of(method, type)) {
                tags(element)
                        .forEach(tag -> tests.computeIfAbsent(tag, number -> new TreeSet<>())
                                .add(type.getSimpleName() + "." + method.getName()));
            }
        }
    }

    /** A property of jqwik has tags of jqwik's own. */
    private static Stream<String> tags(AnnotatedElement element) {
        return Stream.concat(
                AnnotationSupport.findRepeatableAnnotations(element, Tag.class).stream()
                        .map(Tag::value),
                AnnotationSupport.findRepeatableAnnotations(element, net.jqwik.api.Tag.class).stream()
                        .map(net.jqwik.api.Tag::value));
    }

    private static boolean off(AnnotatedElement element) {
        return AnnotationSupport.isAnnotated(element, Disabled.class);
    }

    SortedSet<String> of(String tag) {
        return tests.getOrDefault(tag, Collections.emptySortedSet());
    }

    SortedSet<String> tags() {
        return new TreeSet<>(tests.keySet());
    }
}
