package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.patch.PatchRequest;
import io.usher.scim.schema.Normalizer;
import io.usher.scim.schema.ScimSchemas;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies made to cost, read as the server reads them: each is refused within a bound of CPU and memory. */
@NullMarked
class ScimJsonTest {

    private static final ScimSchemas SCHEMAS = new ScimSchemas();
    private static final Duration CPU = Duration.ofSeconds(1);
    /** Ten times what the largest body holds. */
    private static final long ALLOCATED = 10L * Limits.GROUP_BODY;

    static Stream<Arguments> bombs() {
        return Stream.of(
                bomb("1,000 levels", nested(1_000)),
                bomb("100,000 levels", nested(100_000)),
                bomb("100,000 levels, not closed", "{\"x\":" + "[".repeat(100_000)),
                bomb("100,000 objects in one another", "{\"x\":".repeat(100_000)),
                bomb("a million names", names(1_000_000)),
                bomb("two thousand names", names(2_000)),
                bomb("names that collide", collidingNames(17)),
                bomb("one name twice", "{\"userName\":\"a\",\"userName\":\"b\"}"),
                bomb("one name twice, deep down", "{\"x\":[{\"a\":1,\"b\":{\"c\":1,\"c\":2}}]}"),
                bomb("a number of ten million digits", "{\"x\":" + "9".repeat(10_000_000) + "}"),
                bomb("a fraction of ten million digits", "{\"x\":0." + "9".repeat(10_000_000) + "}"),
                bomb("an exponent of ten million digits", "{\"x\":1e" + "9".repeat(10_000_000) + "}"),
                bomb("a list of a million", "{\"emails\":[" + "1,".repeat(999_999) + "1]}"),
                bomb("a million empty objects", "{\"emails\":[" + "{},".repeat(999_999) + "{}]}"),
                bomb("a text of ten million characters", "{\"x\":\"" + "x".repeat(10_000_000)),
                bomb("a name of ten million characters", "{\"" + "x".repeat(10_000_000) + "\":1}"));
    }

    @ParameterizedTest(name = "{0}")
    @Tag("T25")
    @Tag("HTTP-25")
    @Tag("HTTP-29")
    @MethodSource("bombs")
    void a_bomb_is_refused_and_costs_little(String name, byte[] body) {
        assertCheap(() -> assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> ScimJson.parse(body))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("invalidSyntax")));
        assertCheap(() -> {
            try {
                new Normalizer(SCHEMAS.group(), DialectRules.TOLERANT).document(ScimJson.parseGroup(body));
            } catch (Problem refused) {
                assertThat(refused.kind()).isEqualTo(Problem.Kind.INVALID);
            }
        });
    }

    @Test
    @Tag("T25")
    void a_name_too_many_ends_the_reading_whatever_comes_behind_it() {
        String names = names(Limits.JSON_NAMES + 1);
        String broken = names.substring(0, names.length() - 1) + ", and no JSON at all";

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> ScimJson.parse(utf8(broken)))
                .withMessageContaining("more than 1,000 members");
    }

    @Test
    @Tag("T25")
    void a_huge_exponent_is_read_as_it_stands_and_never_written_out() {
        for (String number : new String[] {"1e999999", "-1e999999", "1e-999999", "1E+2147483647"}) {
            assertCheap(() -> {
                JsonNode body = ScimJson.parse(utf8("{\"userName\":\"x\",\"active\":" + number + "}"));
                assertThatExceptionOfType(Problem.class)
                        .isThrownBy(() -> new Normalizer(SCHEMAS.user(), DialectRules.TOLERANT).document(body))
                        .withMessage("active must be true or false.");
                assertThat(new Normalizer(SCHEMAS.user(), DialectRules.TOLERANT)
                                .document(ScimJson.parse(utf8("{\"userName\":\"x\",\"unknown\":" + number + "}"))))
                        .hasSize(1);
            });
        }
    }

    @Test
    @Tag("T25")
    void a_hundred_thousand_operations_are_refused() {
        String operations = "{\"op\":\"remove\",\"path\":\"title\"},".repeat(100_000);
        byte[] body = utf8("{\"Operations\":[" + operations.substring(0, operations.length() - 1) + "]}");
        assertCheap(() -> assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> PatchRequest.parse(DialectRules.TOLERANT, ScimJson.parseGroup(body)))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE)));
    }

    private static Arguments bomb(String name, String body) {
        return Arguments.of(name, utf8(body));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String nested(int depth) {
        return "{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
    }

    /** "Aa" and "BB" have the same hash, and so has every row of them: here 2 to the power of {@code pairs} names. */
    private static String collidingNames(int pairs) {
        return IntStream.range(0, 1 << pairs)
                .mapToObj(i -> IntStream.range(0, pairs)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void assertCheap(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        work.run();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpu)).isLessThan(CPU);
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(ALLOCATED);
    }
}
