package io.usher.hardening;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.patch.PatchEngine;
import io.usher.scim.patch.PatchRequest;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The PATCH that costs most, within all limits of a request. */
class WorstPatchTest {

    private static final ResourceModel USER = new ScimSchemas().user();
    private static final List<String> OPS = List.of("add", "replace", "remove");
    private static final List<String> LISTS = List.of("emails", "addresses", "x509Certificates", "roles");
    private static final List<String> TESTS = List.of("co", "ew", "eq", "gt", "ne");
    private static final List<String> VALUES = List.of("a", "İ", "ﷺ", "e\u0301", "Zz", "zz");
    private static final List<Integer> SIZES = List.of(2, 10, 100, 1_000);
    private static final List<Integer> LENGTHS = List.of(2, 30, 1_000, 60_000);

    /** What the request is made from. */
    private record Bomb(
            String op,
            String list,
            String sub,
            String test,
            String value,
            int terms,
            int elements,
            int given,
            int operations,
            int length) {}

    private final Dice dice = new Dice(20_261_124);

    @Test
    @Tag("T25")
    void no_patch_costs_much() {
        new WorstInput<>(this::fresh, this::changed, WorstPatchTest::patch).search("PATCH", 60);
    }

    private Bomb fresh() {
        return new Bomb(
                dice.pick(OPS),
                dice.pick(LISTS),
                dice.pick(List.of("", ".display", ".type", ".primary")),
                dice.pick(TESTS),
                dice.pick(VALUES),
                dice.below(21),
                size(SIZES),
                size(SIZES),
                size(SIZES),
                size(LENGTHS));
    }

    /** All but one as it was. */
    private Bomb changed(Bomb bomb) {
        Bomb other = fresh();
        int one = dice.below(10);
        return new Bomb(
                one == 0 ? other.op() : bomb.op(),
                one == 1 ? other.list() : bomb.list(),
                one == 2 ? other.sub() : bomb.sub(),
                one == 3 ? other.test() : bomb.test(),
                one == 4 ? other.value() : bomb.value(),
                one == 5 ? other.terms() : bomb.terms(),
                one == 6 ? other.elements() : bomb.elements(),
                one == 7 ? other.given() : bomb.given(),
                one == 8 ? other.operations() : bomb.operations(),
                one == 9 ? other.length() : bomb.length());
    }

    private int size(List<Integer> sizes) {
        int size = dice.pick(sizes);
        return 1 + size / 2 + dice.below(size / 2 + 1);
    }

    private static Runnable patch(Bomb bomb) {
        ObjectNode user =
                JsonNodeFactory.instance.objectNode().put("userName", "x").put("active", true);
        // Together as long as a resource may be.
        int length = Math.min(
                bomb.length(), Limits.RESOURCE / bomb.elements() / bomb.value().length());
        user.set(bomb.list(), elements(bomb, bomb.elements(), "old", length));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode operations = body.putArray("Operations");
        int room = Limits.BODY;
        List<ObjectNode> made = new ArrayList<>();
        for (int i = 0; i < bomb.operations() && room > 0; i++) {
            ObjectNode operation = operation(bomb, i);
            room -= operation.toString().getBytes(StandardCharsets.UTF_8).length;
            made.add(operation);
        }
        operations.addAll(made);
        return () -> apply(user, body);
    }

    private static void apply(ObjectNode user, ObjectNode body) {
        try {
            PatchEngine.apply(USER, "1", user, PatchRequest.parse(DialectRules.TOLERANT, body));
        } catch (Problem refused) {
            // A refusal costs too, and is counted.
        }
    }

    private static ObjectNode operation(Bomb bomb, int number) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode().put("op", bomb.op());
        String filter = bomb.terms() == 0
                ? ""
                : IntStream.range(0, bomb.terms())
                        .mapToObj(i -> "type " + bomb.test() + " \""
                                + bomb.value().repeat(Math.min(150, bomb.length())) + i + "\"")
                        .collect(Collectors.joining(" or ", "[", "]"));
        operation.put("path", bomb.list() + filter + bomb.sub());
        if (bomb.sub().isEmpty()) {
            operation.set(
                    "value",
                    elements(bomb, bomb.terms() == 0 ? bomb.given() : 1, "new" + number, Math.min(100, bomb.length())));
        } else {
            operation.put("value", bomb.value() + number);
        }
        return operation;
    }

    private static ArrayNode elements(Bomb bomb, int count, String prefix, int length) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < count; i++) {
            list.addObject()
                    .put("value", prefix + i)
                    .put("type", bomb.value().repeat(length) + i)
                    .put("display", "d");
        }
        return list;
    }
}
