package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.hardening.Dice;
import io.usher.hardening.WorstInput;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.patch.PatchRequest;
import io.usher.scim.schema.Normalizer;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The body that costs most, read and made a document as a POST or a PATCH does it. */
@NullMarked
class WorstBodyTest {

    private static final ResourceModel USER = new ScimSchemas().user();
    private static final List<String> FRAMES = List.of(
            "{%s}",
            "{\"x\":[%s]}",
            "{\"emails\":[%s]}",
            "{\"userName\":\"x\",\"emails\":[%s]}",
            "{\"name\":{%s}}",
            "{\"x\":\"%s\"}",
            "{\"Operations\":[%s]}");
    private static final List<String> UNITS = List.of(
            "{},",
            "[],",
            "1,",
            "null,",
            "\"x\",",
            "\"k#\":1,",
            "\"#\":{},",
            "{\"value\":\"#\"},",
            "{\"value\":\"#" + "İ".repeat(1_000) + "\"},",
            "{\"value\":\"" + "ﷺ".repeat(150) + "#\"},",
            "{\"value\":\"ﷺ#\",\"type\":\"İ\"},",
            "{\"k#\":{\"k#\":1}},",
            "0.000000000000000000000000000000000000000000000000000000000001,",
            "1e#,",
            "\\u00e9",
            "é",
            "😀",
            "x",
            "[[[[[[[[",
            "{\"a\":",
            "{\"op\":\"add\",\"path\":\"title\",\"value\":\"#\"},",
            "{\"op\":\"add\",\"path\":\"emails\",\"value\":{\"value\":\"#\"}},",
            "\"@\":1,");

    /** What the body is made from. */
    private record Bomb(String frame, List<String> units, int count) {}

    private final Dice dice = new Dice(20_261_124);

    @Test
    @Tag("T25")
    void no_body_costs_much() {
        new WorstInput<>(this::fresh, this::changed, bomb -> prepared(body(bomb))).search("body", 40);
    }

    private Bomb fresh() {
        return new Bomb(dice.pick(FRAMES), List.of(dice.pick(UNITS)), 1 << dice.below(19));
    }

    private Bomb changed(Bomb bomb) {
        return switch (dice.below(4)) {
            case 0 -> new Bomb(dice.pick(FRAMES), bomb.units(), bomb.count());
            case 1 -> new Bomb(bomb.frame(), List.of(bomb.units().get(0), dice.pick(UNITS)), bomb.count());
            case 2 -> new Bomb(bomb.frame(), List.of(dice.pick(UNITS)), bomb.count());
            default ->
                new Bomb(bomb.frame(), bomb.units(), Math.max(1, bomb.count() / 2 + dice.below(bomb.count() + 1)));
        };
    }

    private static Runnable prepared(byte[] body) {
        return () -> read(body);
    }

    private static void read(byte[] body) {
        try {
            JsonNode parsed = ScimJson.parse(body);
            if (parsed.has("Operations")) {
                PatchRequest.parse(DialectRules.TOLERANT, parsed);
            } else {
                new Normalizer(USER, DialectRules.TOLERANT).document(parsed);
            }
        } catch (Problem refused) {
            // A refusal costs too, and is counted.
        }
    }

    private static byte[] body(Bomb bomb) {
        StringBuilder inside = new StringBuilder();
        for (int i = 0; i < bomb.count() && inside.length() < Limits.BODY - 100; i++) {
            inside.append(bomb.units()
                    .get(i % bomb.units().size())
                    .replace("#", Integer.toString(i))
                    .replace("@", colliding(i)));
        }
        if (!inside.isEmpty() && inside.charAt(inside.length() - 1) == ',') {
            inside.setLength(inside.length() - 1);
        }
        byte[] body = bomb.frame().replace("%s", inside).getBytes(StandardCharsets.UTF_8);
        return body.length <= Limits.BODY ? body : java.util.Arrays.copyOf(body, Limits.BODY);
    }

    /** "Aa" and "BB" have one hash, and so have all rows of seventeen of them. */
    private static String colliding(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 17; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }
}
