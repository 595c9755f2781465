package io.usher.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of Markdown. */
record Page(Path file, String text) {

    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

    static Page of(Path file) {
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything but the blocks of code. */
    private String prose() {
        return FENCE.matcher(text).replaceAll("");
    }

    List<String> blocks() {
        return FENCE.matcher(text).results().map(MatchResult::group).toList();
    }

    /** What stands between backticks, blocks apart. */
    List<String> spans() {
        return spans(prose());
    }

    static List<String> spans(String markdown) {
        return SPAN.matcher(markdown).results().map(span -> span.group(1)).toList();
    }

    /** The rows of all tables, each as its cells. */
    Stream<List<String>> rows() {
        return prose().lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> Stream.of(line.substring(1).split("(?<!\\\\)\\|", -1))
                        .map(String::strip)
                        .toList());
    }

    /** Where the page leads to within the project. */
    List<String> links() {
        return LINK.matcher(SPAN.matcher(prose()).replaceAll("code"))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.matches("(https?|mailto):.*"))
                .toList();
    }

    /** Headings as GitHub turns them into anchors. */
    Set<String> anchors() {
        return HEADING.matcher(prose())
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
