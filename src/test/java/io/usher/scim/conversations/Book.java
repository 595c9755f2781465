package io.usher.scim.conversations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of one kind of client, as they stand in {@code src/test/resources/conversations/NAME.json}.
 * A property that is not named here is a misspelt fixture: reading it fails.
 *
 * @param client who is speaking
 * @param headers what this client sends with every request
 */
record Book(String client, Map<String, String> headers, List<Conversation> conversations) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Book open(String name) {
        try (InputStream file = Book.class.getResourceAsStream("/conversations/" + name + ".json")) {
            return JSON.readValue(Objects.requireNonNull(file, name), Book.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The checks that some conversation of this book proves, without the numbers of recorded conversations. */
    Set<String> proves() {
        return conversations.stream()
                .flatMap(conversation -> conversation.proves().stream())
                .filter(number -> !number.matches("[OEX]\\d+"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * One conversation, held in a tenant of its own.
     *
     * @param name a sentence: what must hold
     * @param why what is surprising about it, and where it comes from
     * @param proves numbers of the checks, and of the recorded conversation (O Okta, E Entra, X others)
     * @param given the people and the group that are there before the first step
     * @param query parameters that the client appends to every request
     */
    record Conversation(
            String name,
            @Nullable String why,
            List<String> proves,
            @Nullable Given given,
            Map<String, String> query,
            List<Step> steps) {

        Conversation {
            query = Objects.requireNonNullElse(query, Map.of());
        }
    }

    /**
     * Created before the first step, by POST.
     *
     * @param people how many; their ids become {@code {person1}}, {@code {person2}}, …
     * @param group which of them (from 1) are members of a group, whose id becomes {@code {group}}; null: no group
     */
    record Given(int people, @Nullable List<Integer> group) {}

    /**
     * One request and what must be seen in its answer.
     *
     * @param send method and path below the SCIM base, {@code PATCH /Users/{person1}}
     * @param query parameters, not yet percent-encoded; an empty value sends the name alone
     * @param headers in place of, or beside, the client's own
     * @param operations short for a body that is a PatchOp message with these operations
     * @param status what may be answered; when left out, what the method promises
     * @param expect expectations, see {@link Expectation}
     * @param keep variable to path: values of the answer that later steps name as {@code {variable}}
     */
    record Step(
            String send,
            Map<String, String> query,
            Map<String, String> headers,
            @Nullable JsonNode body,
            @Nullable JsonNode operations,
            List<Integer> status,
            List<String> expect,
            Map<String, String> keep) {

        Step {
            query = Objects.requireNonNullElse(query, Map.of());
            headers = Objects.requireNonNullElse(headers, Map.of());
            status = Objects.requireNonNullElse(status, promisedBy(send));
            expect = Objects.requireNonNullElse(expect, List.of());
            keep = Objects.requireNonNullElse(keep, Map.of());
        }

        /** A POST that keeps the id of what it made. */
        static Step create(String endpoint, JsonNode resource, String variable) {
            String send = "POST " + endpoint;
            return new Step(
                    send, Map.of(), Map.of(), resource, null, promisedBy(send), List.of(), Map.of(variable, "id"));
        }

        String method() {
            return method(send);
        }

        String path() {
            return send.substring(send.indexOf(' ') + 1);
        }

        /** The body to send, as text that may hold variables; null when the request has none. */
        @Nullable
        String content() {
            if (operations == null) {
                return body == null ? null : body.toString();
            }
            ObjectNode message = JSON.createObjectNode();
            message.putArray("schemas").add("{PatchOp}");
            return message.set("Operations", operations).toString();
        }

        private static List<Integer> promisedBy(String send) {
            return switch (method(send)) {
                case "GET", "PUT" -> List.of(200);
                case "POST" -> List.of(201);
                // RFC 7644 §3.5.2: 200 with the resource or 204 without; Okta and Entra take both.
                case "PATCH" -> List.of(200, 204);
                case "DELETE" -> List.of(204);
                default -> throw new IllegalArgumentException("unknown method in: " + send);
            };
        }

        private static String method(String send) {
            return send.substring(0, send.indexOf(' '));
        }
    }
}
