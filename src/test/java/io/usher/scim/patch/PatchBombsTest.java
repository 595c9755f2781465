package io.usher.scim.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.schema.Normalizer;
import io.usher.scim.schema.Projection;
import io.usher.scim.schema.ScimSchemas;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PATCH requests made to cost: as many operations as there may be, on lists as long as there may be. */
@NullMarked
class PatchBombsTest {

    private static final Logger LOG = Logger.getLogger(PatchBombsTest.class);
    private static final ScimSchemas SCHEMAS = new ScimSchemas();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration CPU = Duration.ofSeconds(1);
    private static final long ALLOCATED = 512L * 1024 * 1024;

    /** Twenty comparisons that are all made, since none but the last could hold. */
    private static final String DEAR = IntStream.range(0, 19)
            .mapToObj(i -> "value ew \"q" + i + "\"")
            .collect(Collectors.joining(" or ", "emails[", " or type eq \"none\"]"));

    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of("remove", DEAR),
                Arguments.of("replace", "emails.display"),
                Arguments.of("replace", "emails[type eq \"work\"].display"),
                Arguments.of("add", "emails"));
    }

    @ParameterizedTest
    @Tag("T25")
    @MethodSource("operations")
    void the_dearest_that_is_allowed_costs_little(String op, String path) {
        int comparisons = path.equals(DEAR) ? 20 : 1;
        for (int operations : new int[] {Limits.PATCH_OPERATIONS / 2, 110}) {
            int looks = Limits.PATCH_ELEMENTS / operations - path.length() / 64;
            int elements = looks / comparisons - (op.equals("add") ? 8 : 0);
            ObjectNode user = userWith(elements);
            PatchRequest patch = request(operations, op, path);
            assertCheap(
                    operations + " times " + op + " " + path + " on " + elements,
                    () -> PatchEngine.apply(SCHEMAS.user(), "x", user, patch));
        }
    }

    @ParameterizedTest
    @Tag("T25")
    @MethodSource("operations")
    void a_thousand_operations_on_a_thousand_elements_are_too_much_for_one_request(String op, String path) {
        ObjectNode user = userWith(Limits.ELEMENTS - 10);
        PatchRequest patch = request(1_000, op, path);
        assertCheap(
                op + " " + path,
                () -> assertThatExceptionOfType(Problem.class)
                        .isThrownBy(() -> PatchEngine.apply(SCHEMAS.user(), "x", user, patch))
                        .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE)));
    }

    @ParameterizedTest
    @Tag("T25")
    @ValueSource(strings = {"emails.display", "emails[type eq \"work\"].display"})
    void long_texts_count_as_the_work_they_are(String path) {
        ObjectNode user = userWith(4);
        user.path("emails").forEach(email -> ((ObjectNode) email).put("value", "e\u0301".repeat(30_000)));
        PatchRequest patch = request(1_000, "replace", path);
        assertCheap(
                "long texts, " + path,
                () -> assertThatExceptionOfType(Problem.class)
                        .isThrownBy(() -> PatchEngine.apply(SCHEMAS.user(), "x", user, patch)));
    }

    @Test
    @Tag("T25")
    void naming_a_thousand_elements_to_be_removed_from_a_thousand_is_too_much_for_one_request() {
        ObjectNode user = userWith(Limits.ELEMENTS);
        ArrayNode others = JSON.arrayNode();
        for (int i = 0; i < Limits.ELEMENTS; i++) {
            others.addObject().put("value", "other" + i + "@example.com");
        }
        PatchRequest patch = new PatchRequest(
                DialectRules.TOLERANT, List.of(new PatchRequest.Operation(PatchRequest.Kind.REMOVE, "emails", others)));
        assertCheap(
                "removing what is not there",
                () -> assertThatExceptionOfType(Problem.class)
                        .isThrownBy(() -> PatchEngine.apply(SCHEMAS.user(), "x", user, patch))
                        .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE)));
    }

    @Test
    @Tag("T25")
    void a_name_or_a_word_of_five_thousand_sigmas_costs_little_wherever_it_stands() {
        String sigmas = "\u03A3".repeat(5_000);
        ObjectNode user = userWith(1);
        ObjectNode named = JSON.objectNode().put("userName", "x").put(sigmas, 1);
        named.putObject("name").put(sigmas, 1);
        assertCheap("name in a body", () -> new Normalizer(SCHEMAS.user(), DialectRules.TOLERANT).document(named));
        for (@Nullable String path : new @Nullable String[] {null, "name", "emails", "emails[type eq \"work\"]"}) {
            ObjectNode value = JSON.objectNode().put("value", "x").put(sigmas, 1);
            PatchRequest patch = new PatchRequest(
                    DialectRules.TOLERANT, List.of(new PatchRequest.Operation(PatchRequest.Kind.ADD, path, value)));
            assertCheap("name in a PATCH, " + path, () -> PatchEngine.apply(SCHEMAS.user(), "x", user, patch));
        }
        ObjectNode body = JSON.objectNode();
        body.putArray("Operations").addObject().put("op", sigmas);
        assertCheap(
                "op",
                () -> assertThatExceptionOfType(Problem.class)
                        .isThrownBy(() -> PatchRequest.parse(DialectRules.TOLERANT, body)));
        assertCheap("attributes", () -> Projection.of(SCHEMAS.user(), sigmas, null));
        assertCheap("schema", () -> assertThat(SCHEMAS.schema(sigmas)).isEmpty());
    }

    @Test
    @Tag("T25")
    void paths_written_as_names_of_a_value_count_like_operations() {
        ObjectNode user = userWith(Limits.ELEMENTS);
        ObjectNode value = JSON.objectNode();
        for (int i = 0; i < 1_000; i++) {
            value.put("emails[value eq \"q" + i + "\" and display co \"x\" and type ew \"k\"].display", "x");
        }
        PatchRequest patch = new PatchRequest(
                DialectRules.TOLERANT,
                Stream.generate(() -> new PatchRequest.Operation(PatchRequest.Kind.REPLACE, null, value))
                        .limit(100)
                        .toList());
        assertCheap(
                "paths as names",
                () -> assertThatExceptionOfType(Problem.class)
                        .isThrownBy(() -> PatchEngine.apply(SCHEMAS.user(), "x", user, patch)));
    }

    @ParameterizedTest
    @Tag("T25")
    @ValueSource(
            strings = {"[", "emails[", "emails[type eq ", "a.", "urn:", "(", "emails[not (", "emails[(", ":", "\""})
    void a_path_bomb_is_refused_at_once(String unit) {
        ObjectNode user = userWith(3);
        for (int length : new int[] {200, 4_000, 1_000_000}) {
            PatchRequest patch = request(1_000, "remove", unit.repeat(length / unit.length()));
            assertCheap(
                    unit + " " + length,
                    () -> assertThatExceptionOfType(Problem.class)
                            .isThrownBy(() -> PatchEngine.apply(SCHEMAS.user(), "x", user, patch))
                            .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID)));
        }
    }

    @Test
    @Tag("T25")
    void a_list_does_not_grow_past_its_limit_by_small_steps() {
        ObjectNode full = userWith(Limits.ELEMENTS);
        PatchRequest one = request(1, "add", "emails");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> PatchEngine.apply(SCHEMAS.user(), "x", full, one))
                .withMessage("emails may have at most 1,000 elements.");
    }

    private static ObjectNode userWith(int emails) {
        ObjectNode user = JSON.objectNode().put("userName", "x").put("active", true);
        ArrayNode list = user.putArray("emails");
        for (int i = 0; i < emails; i++) {
            list.addObject()
                    .put("value", "Person" + i + "@Example.com")
                    .put("type", "work")
                    .put("display", "Person " + i);
        }
        return user;
    }

    private static PatchRequest request(int operations, String op, String path) {
        ObjectNode body = JSON.objectNode();
        ArrayNode list = body.putArray("Operations");
        for (int i = 0; i < operations; i++) {
            ObjectNode operation = list.addObject().put("op", op).put("path", path);
            if (op.equals("add")) {
                operation.putArray("value").addObject().put("value", "new" + i % 7 + "@example.com");
            } else if (op.equals("replace")) {
                operation.put("value", "Somebody " + i);
            }
        }
        return PatchRequest.parse(DialectRules.TOLERANT, body);
    }

    private static void assertCheap(String what, Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        work.run();
        Duration spent = Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpu);
        long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        LOG.infof("%s: %d ms, %d MB", what.length() > 60 ? what.substring(0, 60) : what, spent.toMillis(), bytes >> 20);
        assertThat(spent).as(what).isLessThan(CPU);
        assertThat(bytes).as(what).isLessThan(ALLOCATED);
    }
}
