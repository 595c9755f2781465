package io.usher.scim.conversations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line about an answer: {@code PATH is VALUE}, {@code is not}, {@code contains}, {@code lacks},
 * {@code has size}, {@code starts with}; or {@code PATH is absent | present | empty | a number | an array}.
 * {@code header NAME …} speaks of a header instead. Numbers, {@code true}, {@code false} and arrays are
 * JSON, all else is text; {@code '404'} is the text 404. {@code contains} and {@code lacks} look at the
 * elements of an array or into a text, and an array after them means each of its elements. What is not
 * there has no value: only {@code is absent} and {@code is empty} hold for it.
 */
record Expectation(String line, boolean ofHeader, String subject, String verb, String operand) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern GRAMMAR =
            Pattern.compile("(header )?(\\S+) (is not|is|contains|lacks|has size|starts with) (.+)");
    private static final Pattern JSON_VALUE = Pattern.compile("-?\\d+|true|false|\\[.*\\]");

    static Expectation parse(String line) {
        Matcher parts = GRAMMAR.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an expectation: " + line);
        }
        return new Expectation(line, parts.group(1) != null, parts.group(2), parts.group(3), parts.group(4));
    }

    /** What was seen instead, or nothing when the answer is as expected. */
    Optional<String> objection(Answer answer) {
        JsonNode seen = ofHeader ? header(answer) : BodyPath.parse(subject).find(answer.body());
        // Nothing can be said of a body that is not there: else every "is absent" would hold.
        boolean holds = (ofHeader || answer.body().isObject()) && holds(seen);
        return holds ? Optional.empty() : Optional.of("wanted: " + line + ", seen: " + shown(seen));
    }

    private JsonNode header(Answer answer) {
        String value = answer.header(subject);
        return value.isEmpty() ? MissingNode.getInstance() : TextNode.valueOf(value);
    }

    private boolean holds(JsonNode seen) {
        boolean absent = seen.isMissingNode() || seen.isNull();
        boolean empty =
                absent || (seen.isTextual() ? seen.asText().isEmpty() : seen.isContainerNode() && seen.isEmpty());
        if (verb.equals("is")) {
            return switch (operand) {
                case "absent" -> absent;
                case "present" -> !empty;
                case "empty" -> empty;
                case "a number" -> seen.isNumber();
                case "an array" -> seen.isArray();
                default -> seen.equals(value());
            };
        }
        return !absent && compare(seen);
    }

    private boolean compare(JsonNode seen) {
        return switch (verb) {
            case "is not" -> !seen.equals(value());
            case "contains" -> count(seen) == wanted().size();
            case "lacks" -> count(seen) == 0;
            case "has size" -> seen.isArray() && seen.size() == value().asInt(-1);
            case "starts with" -> seen.isTextual() && seen.asText().startsWith(value().asText());
            default -> throw new IllegalStateException(verb);
        };
    }

    /** How many of the wanted values are among the elements of an array, or parts of a text; -1: cannot be said. */
    private int count(JsonNode seen) {
        // Every array contains, and lacks, all elements of an empty one.
        if (wanted().isEmpty() || !(seen.isArray() || seen.isTextual())) {
            return -1;
        }
        int found = 0;
        for (JsonNode one : wanted()) {
            boolean there = seen.isArray() ? isAmong(one, seen) : seen.asText().contains(one.asText());
            found += there ? 1 : 0;
        }
        return found;
    }

    private static boolean isAmong(JsonNode wanted, JsonNode elements) {
        for (JsonNode element : elements) {
            if (element.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode wanted() {
        JsonNode value = value();
        return value.isArray() ? value : JSON.createArrayNode().add(value);
    }

    private JsonNode value() {
        if (operand.length() > 1 && operand.startsWith("'") && operand.endsWith("'")) {
            return TextNode.valueOf(operand.substring(1, operand.length() - 1));
        }
        if (!JSON_VALUE.matcher(operand).matches()) {
            return TextNode.valueOf(operand);
        }
        try {
            return JSON.readTree(operand);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("not JSON in: " + line, malformed);
        }
    }

    private static String shown(JsonNode seen) {
        String text = seen.isMissingNode() ? "nothing" : seen.toString();
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
