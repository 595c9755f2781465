package io.usher.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program's own sources, as the pages speak of them. */
final class Sources {

    static final Path ROOT = Path.of("src/main/java/io/usher");

    private static final String LITERAL = "\"(?:[^\"\\\\\n]|\\\\.)*+\"";
    private static final String EXPRESSION = "(?:[\\w.]|\\((?:[^()\"]|" + LITERAL + "|\\([^()]*\\))*\\))+";
    /** A text put together from literals and what stands between them. */
    private static final Pattern TEXT =
            Pattern.compile("(\\+\\s*)?" + LITERAL + "(?:\\s*\\+\\s*(?:" + LITERAL + "|" + EXPRESSION + "))*");

    private static final Pattern FORMATTED = Pattern.compile("%,?[sd]");
    private static final Pattern PIECE = Pattern.compile(LITERAL + "|" + EXPRESSION);
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?io\\.usher\\.([a-z.]+)\\.[A-Z]");
    private static final int SENTENCE = 15;
    private static final String ANYTHING = ".+";

    private Sources() {}

    static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        return Page.of(file).text();
    }

    /** The class of this simple name. */
    static Optional<Class<?>> type(String name) {
        return files(ROOT).stream()
                .filter(file -> file.getFileName().toString().equals(name + ".java"))
                .findFirst()
                .map(file -> load(room(file) + "." + name));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName("io.usher." + name, false, Sources.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a file lives, such as {@code scim.http}. */
    static String room(Path file) {
        return ROOT.relativize(file.getParent()).toString().replace('/', '.').replace('\\', '.');
    }

    /** Every room that holds a class, rooms within rooms included. */
    static Set<String> rooms() {
        return files(ROOT).stream().map(Sources::room).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rooms from which the classes of a room, and of the rooms within it, import. */
    static Set<String> uses(String room) {
        return files(ROOT).stream()
                .filter(file -> (room(file) + ".").startsWith(room + "."))
                .flatMap(file -> IMPORT.matcher(read(file)).results())
                .map(imported -> imported.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the program may say, each sentence as a pattern in which values stand for anything. */
    static List<Pattern> sentences() {
        return files(ROOT).stream()
                .flatMap(file -> TEXT.matcher(read(file)).results())
                .flatMap(text -> sentence(text).stream())
                .toList();
    }

    private static Optional<Pattern> sentence(MatchResult text) {
        StringBuilder pattern = new StringBuilder(text.group(1) == null ? "" : ANYTHING);
        int letters = 0;
        for (MatchResult piece : PIECE.matcher(text.group()).results().toList()) {
            if (piece.group().startsWith("\"")) {
                String literal = piece.group().replaceAll("^\"|\"$", "").replace("\\\"", "\"");
                letters += literal.length();
                pattern.append(FORMATTED.matcher(Pattern.quote(literal)).replaceAll("\\\\E.+\\\\Q"));
            } else {
                pattern.append(ANYTHING);
            }
        }
        return letters < SENTENCE ? Optional.empty() : Optional.of(Pattern.compile(pattern.toString()));
    }
}
