package io.usher.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.directory.Condition.Attribute;
import io.usher.directory.Condition.Kind;
import io.usher.directory.Condition.Operator;
import io.usher.directory.ConditionSql.Target;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random conditions on random documents: SQL finds what a plain reading of the documents finds. */
@NullMarked
class ConditionAgreementTest {

    private static final int DOCUMENTS = 60;
    private static final int CONDITIONS = 400;
    private static final String USHER = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";
    private static final String OTHER = "urn:example:badge:2.0:User";
    private static final List<String> TEXTS =
            List.of("a", "ab", "b", "ba", "%", "_", "a%", "\\", "'", "\"", "é", "😀", "\uffee", "ab😀", "", ":p0 ?");
    private static final List<String> TIMES =
            List.of("2026-01-01T00:00:00.000000Z", "2026-01-01T00:00:00.000001Z", "2026-06-01T12:00:00.500000Z");

    private static final List<Attribute> SIMPLE = List.of(
            new Attribute(List.of("userName"), Kind.TEXT, -1),
            new Attribute(List.of("externalId"), Kind.TEXT, -1),
            new Attribute(List.of("displayName"), Kind.TEXT, -1),
            new Attribute(List.of("title"), Kind.TEXT, -1),
            new Attribute(List.of("name", "givenName"), Kind.TEXT, -1),
            new Attribute(List.of("active"), Kind.BOOLEAN, -1),
            new Attribute(List.of("meta", "created"), Kind.TIME, -1),
            new Attribute(List.of(USHER, "seatType"), Kind.TEXT, -1),
            new Attribute(List.of(USHER, "seatAssignedAt"), Kind.TIME, -1),
            new Attribute(List.of(USHER, "stateVersion"), Kind.NUMBER, -1),
            new Attribute(List.of(USHER, "signIn", "allowed"), Kind.BOOLEAN, -1),
            new Attribute(List.of(OTHER, "floor"), Kind.NUMBER, -1),
            new Attribute(List.of(OTHER, "hired"), Kind.TIME, -1),
            new Attribute(List.of(OTHER, "remote"), Kind.BOOLEAN, -1),
            new Attribute(List.of(OTHER, "tags"), Kind.TEXT, 1),
            new Attribute(List.of("emails", "value"), Kind.TEXT, 0),
            new Attribute(List.of("emails", "type"), Kind.TEXT, 0),
            new Attribute(List.of("emails", "primary"), Kind.BOOLEAN, 0));
    private static final List<Attribute> COMPLEX = List.of(
            new Attribute(List.of("name"), Kind.COMPLEX, -1),
            new Attribute(List.of("emails"), Kind.COMPLEX, 0),
            new Attribute(List.of(USHER, "signIn"), Kind.COMPLEX, -1));
    private static final List<Attribute> OF_EMAIL = List.of(
            new Attribute(List.of("value"), Kind.TEXT, -1),
            new Attribute(List.of("type"), Kind.TEXT, -1),
            new Attribute(List.of("primary"), Kind.BOOLEAN, -1));

    private final Random random = new Random(20_261_124);

    @Test
    @Tag("FIL-23")
    @Tag("FIL-17")
    void sql_and_a_plain_reading_agree() {
        SearchDatabase database = new SearchDatabase();
        Map<String, ObjectNode> documents = new HashMap<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            ObjectNode document = document("00000000-0000-4000-8000-%012d".formatted(i));
            documents.put(document.path("id").asText(), document);
            database.addUser(document);
        }
        int telling = 0;
        for (int i = 0; i < CONDITIONS; i++) {
            Condition condition = condition(SIMPLE, true, 3);
            Set<String> expected = new TreeSet<>();
            documents.forEach((id, document) -> {
                if (holds(condition, document)) {
                    expected.add(id);
                }
            });
            assertThat(database.find(Target.USERS, condition))
                    .as("%s", condition)
                    .isEqualTo(expected);
            telling += expected.isEmpty() || expected.size() == DOCUMENTS ? 0 : 1;
        }
        assertThat(telling).as("conditions that tell documents apart").isGreaterThan(CONDITIONS / 2);
    }

    private ObjectNode document(String id) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("id", id).put("userName", text()).put("active", random.nextBoolean());
        document.putObject("meta").put("created", time()).put("lastModified", time());
        for (String key : List.of("externalId", "displayName", "title")) {
            maybe(() -> document.put(key, text()));
        }
        maybe(() -> {
            ObjectNode name = document.putObject("name");
            maybe(() -> name.put("givenName", text()));
        });
        for (int i = random.nextInt(4); i > 0; i--) {
            ObjectNode email = document.withArray("emails").addObject();
            maybe(() -> email.put("value", text()));
            maybe(() -> email.put("type", text()));
            maybe(() -> email.put("primary", random.nextBoolean()));
        }
        maybe(() -> {
            ObjectNode usher = document.putObject(USHER);
            maybe(() -> usher.put("seatType", text()));
            maybe(() -> usher.put("seatAssignedAt", time()));
            maybe(() -> usher.put("stateVersion", random.nextInt(12)));
            maybe(() -> usher.putObject("signIn").put("allowed", random.nextBoolean()));
        });
        maybe(() -> {
            ObjectNode other = document.putObject(OTHER);
            maybe(() -> other.put("floor", BigDecimal.valueOf(random.nextInt(24), 1)));
            maybe(() -> other.put("hired", time()));
            maybe(() -> other.put("remote", random.nextBoolean()));
            for (int i = random.nextInt(3); i > 0; i--) {
                other.withArray("tags").add(text());
            }
        });
        return document;
    }

    private Condition condition(List<Attribute> attributes, boolean atRoot, int depth) {
        return switch (depth == 0 ? random.nextInt(3) : random.nextInt(8)) {
            case 0 -> new Condition.Present(pick(atRoot && random.nextBoolean() ? COMPLEX : attributes));
            case 3 -> new Condition.And(parts(attributes, atRoot, depth));
            case 4 -> new Condition.Or(parts(attributes, atRoot, depth));
            case 5 -> new Condition.Not(condition(attributes, atRoot, depth - 1));
            case 6 ->
                atRoot
                        ? new Condition.Element(COMPLEX.get(1), condition(OF_EMAIL, false, depth - 1))
                        : compare(pick(attributes));
            default -> compare(pick(attributes));
        };
    }

    private List<Condition> parts(List<Attribute> attributes, boolean atRoot, int depth) {
        return List.of(condition(attributes, atRoot, depth - 1), condition(attributes, atRoot, depth - 1));
    }

    private Condition compare(Attribute attribute) {
        List<Operator> operators = switch (attribute.kind()) {
            case TEXT -> List.of(Operator.values());
            case BOOLEAN, COMPLEX -> List.of(Operator.EQUAL, Operator.NOT_EQUAL);
            case NUMBER, TIME ->
                List.of(
                        Operator.EQUAL,
                        Operator.NOT_EQUAL,
                        Operator.GREATER,
                        Operator.GREATER_OR_EQUAL,
                        Operator.LESS,
                        Operator.LESS_OR_EQUAL);
        };
        Object value = switch (attribute.kind()) {
            case TEXT, COMPLEX -> text();
            case BOOLEAN -> random.nextBoolean();
            case NUMBER -> BigDecimal.valueOf(random.nextInt(24), 1);
            case TIME -> Instant.parse(time());
        };
        return new Condition.Compare(attribute, pick(operators), value);
    }

    private static boolean holds(Condition condition, JsonNode node) {
        if (condition instanceof Condition.And and) {
            return and.parts().stream().allMatch(part -> holds(part, node));
        }
        if (condition instanceof Condition.Or or) {
            return or.parts().stream().anyMatch(part -> holds(part, node));
        }
        if (condition instanceof Condition.Not not) {
            return !holds(not.part(), node);
        }
        if (condition instanceof Condition.Element element) {
            return at(element.list().path(), node).stream().anyMatch(one -> holds(element.inside(), one));
        }
        if (condition instanceof Condition.Present present) {
            return at(present.attribute().path(), node).stream().anyMatch(ConditionAgreementTest::filled);
        }
        Condition.Compare compare = (Condition.Compare) condition;
        List<JsonNode> values = at(compare.attribute().path(), node);
        return values.isEmpty()
                ? compare.operator() == Operator.NOT_EQUAL
                : values.stream().anyMatch(value -> holds(compare, value.asText(), value));
    }

    private static boolean holds(Condition.Compare compare, String text, JsonNode node) {
        Object wanted = compare.value();
        int order = switch (compare.attribute().kind()) {
            case TEXT, COMPLEX ->
                Arrays.compareUnsigned(
                        text.getBytes(StandardCharsets.UTF_8), wanted.toString().getBytes(StandardCharsets.UTF_8));
            case BOOLEAN -> Boolean.compare(node.booleanValue(), (Boolean) wanted);
            case NUMBER -> node.decimalValue().compareTo((BigDecimal) wanted);
            case TIME -> Instant.parse(text).compareTo((Instant) wanted);
        };
        return switch (compare.operator()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case CONTAINS -> text.contains(wanted.toString());
            case STARTS_WITH -> text.startsWith(wanted.toString());
            case ENDS_WITH -> text.endsWith(wanted.toString());
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
        };
    }

    /** Every node the path leads to, through every element of a list on the way. */
    private static List<JsonNode> at(List<String> path, JsonNode node) {
        List<JsonNode> found = List.of(node);
        for (String key : path) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode one : found) {
                JsonNode child = one.path(key);
                if (child.isArray()) {
                    child.forEach(next::add);
                } else if (!(child instanceof MissingNode)) {
                    next.add(child);
                }
            }
            found = next;
        }
        return found;
    }

    private static boolean filled(JsonNode node) {
        return node.isContainerNode()
                ? StreamSupport.stream(node.spliterator(), false).anyMatch(ConditionAgreementTest::filled)
                : !node.asText().isEmpty();
    }

    private void maybe(Runnable step) {
        if (random.nextInt(3) > 0) {
            step.run();
        }
    }

    private String text() {
        return pick(TEXTS);
    }

    private String time() {
        return pick(TIMES);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
