package io.usher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for people against the program that they speak of. */
class DocumentsTest {

    private static final Path SITE = Path.of("src/site/markdown");
    /** A class, and perhaps a method of it; words in capitals are not meant. */
    private static final Pattern CODE = Pattern.compile("([A-Z][a-z]\\w*)(?:\\.([a-z]\\w*))?");

    private static final Pattern CODE_IN_DRAWING = Pattern.compile("\\b[A-Z][a-z]\\w*\\.[a-z]\\w*\\b");
    private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");

    @Test
    void every_link_leads_somewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Page page : pages()) {
            for (String link : page.links()) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
                boolean there = Files.exists(target)
                        && (parts.length == 1 || Page.of(target).anchors().contains(parts[1]));
                if (!there) {
                    dead.add(page.file() + " -> " + link);
                }
            }
        }

        assertThat(dead).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rooms.md", "deactivation.md", "security-model.md"})
    void every_class_and_method_that_is_named_exists(String name) {
        Page page = Page.of(SITE.resolve(name));
        Stream<String> drawn = page.blocks().stream()
                .flatMap(block -> CODE_IN_DRAWING.matcher(block).results())
                .map(MatchResult::group);
        List<String> named = Stream.concat(page.spans().stream(), drawn)
                .filter(code -> CODE.matcher(code).matches())
                .toList();

        assertThat(named).hasSizeGreaterThan(9).allSatisfy(code -> {
            String[] parts = code.split("\\.", 2);
            assertThat(Sources.type(parts[0])).as(code).isPresent();
            if (parts.length == 2) {
                assertThat(methods(parts[0])).as(code).contains(parts[1]);
            }
        });
    }

    private static List<String> methods(String type) {
        return Arrays.stream(Sources.type(type).orElseThrow().getDeclaredMethods())
                .map(method -> method.getName())
                .toList();
    }

    @Test
    void the_table_of_rooms_names_every_room_and_all_that_it_uses() {
        Set<String> described = new TreeSet<>();
        Page.of(SITE.resolve("rooms.md")).rows().filter(DocumentsTest::ofRoom).forEach(row -> {
            String room = Page.spans(row.get(0)).get(0);
            Set<String> uses = Sources.uses(room).stream()
                    .filter(other -> !room.contains(".") || other.startsWith("scim."))
                    .map(other -> room.contains(".") ? other : other.split("\\.", 2)[0])
                    .filter(other -> !other.equals(room))
                    .collect(Collectors.toSet());
            described.add(room);
            assertThat(Page.spans(row.get(2))).as("what " + room + " may use").containsAll(uses);
        });

        assertThat(described).isEqualTo(Sources.rooms());
    }

    private static boolean ofRoom(List<String> row) {
        return row.get(0).startsWith("`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect-okta.md", "connect-entra.md"})
    void every_answer_that_is_explained_is_one_that_the_program_gives(String name) {
        List<Pattern> sentences = Sources.sentences();
        List<String> explained = Page.of(SITE.resolve(name))
                .rows()
                .filter(row -> STATUS.matcher(row.get(0)).matches())
                .flatMap(row -> Page.spans(row.get(1)).stream())
                .filter(span -> span.contains(" "))
                .toList();

        assertThat(explained).hasSizeGreaterThan(20);
        assertThat(explained.stream()
                        .filter(answer -> sentences.stream()
                                .noneMatch(sentence -> sentence.matcher(answer).matches())))
                .as("answers that the program does not give")
                .isEmpty();
    }

    private static List<Page> pages() throws IOException {
        try (Stream<Path> site = Files.walk(SITE);
                Stream<Path> github = Files.list(Path.of(".github"))) {
            return Stream.of(Stream.of(Path.of("README.md")), site, github)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(Page::of)
                    .toList();
        }
    }
}
