package io.usher.scim.conversations;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.usher.scim.conversations.Book.Conversation;
import io.usher.scim.conversations.Book.Given;
import io.usher.scim.conversations.Book.Step;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Holds one conversation with the running server and stops at the first answer that is not as expected. */
final class Replay {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    /** REST-assured sends a type that it does not know as ISO-8859-1, and would add a charset of its own. */
    private static final RestAssuredConfig UTF_8 = RestAssuredConfig.config()
            .encoderConfig(encoderConfig()
                    .defaultContentCharset(StandardCharsets.UTF_8)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs("application/scim+json", ContentType.TEXT));

    private final Book book;
    private final Conversation conversation;
    private final String token;
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "User", "urn:ietf:params:scim:schemas:core:2.0:User",
            "Group", "urn:ietf:params:scim:schemas:core:2.0:Group",
            "Enterprise", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "PatchOp", Answer.MESSAGE + "PatchOp",
            "ListResponse", Answer.MESSAGE + "ListResponse"));

    Replay(Book book, Conversation conversation, String token) {
        this.book = book;
        this.conversation = conversation;
        this.token = token;
        variables.put("run", UUID.randomUUID().toString().substring(0, 8));
    }

    void run() {
        if (conversation.given() != null) {
            preparation(conversation.given()).forEach(step -> take(step, "preparation"));
        }
        for (int i = 0; i < conversation.steps().size(); i++) {
            take(conversation.steps().get(i), "step " + (i + 1));
        }
    }

    private static List<Step> preparation(Given given) {
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i <= given.people(); i++) {
            steps.add(Step.create("/Users", person(i), "person" + i));
        }
        if (given.group() != null) {
            ObjectNode group = JSON.createObjectNode().put("displayName", "Group {run}");
            group.putArray("schemas").add("{Group}");
            ArrayNode members = group.putArray("members");
            given.group().forEach(i -> members.addObject().put("value", "{person" + i + "}"));
            steps.add(Step.create("/Groups", group, "group"));
        }
        return steps;
    }

    private static ObjectNode person(int number) {
        String address = "person-" + number + "-{run}@example.com";
        ObjectNode person = JSON.createObjectNode()
                .put("userName", address)
                .put("displayName", "Person " + number)
                .put("active", true);
        person.putArray("schemas").add("{User}");
        person.putObject("name").put("givenName", "Person").put("familyName", "Number " + number);
        person.putArray("emails")
                .addObject()
                .put("type", "work")
                .put("value", address)
                .put("primary", true);
        return person;
    }

    private void take(Step step, String position) {
        Answer answer = send(step);
        List<String> objections = new ArrayList<>();
        if (!step.status().contains(answer.status())) {
            objections.add("wanted: status " + step.status() + ", seen: " + answer.status());
        }
        objections.addAll(answer.objections());
        step.expect()
                .forEach(line ->
                        Expectation.parse(filled(line)).objection(answer).ifPresent(objections::add));
        step.keep()
                .forEach((variable, path) ->
                        keep(variable, BodyPath.parse(filled(path)).find(answer.body()), objections));
        if (!objections.isEmpty()) {
            fail(
                    "%s, \"%s\", %s, %s:%n  %s%n  the answer: %d %.400s%n  %s",
                    book.client(),
                    conversation.name(),
                    position,
                    filled(step.send()),
                    String.join("\n  ", objections),
                    answer.status(),
                    answer.text(),
                    Objects.requireNonNullElse(conversation.why(), ""));
        }
    }

    private void keep(String variable, JsonNode value, List<String> objections) {
        if (value.isMissingNode()) {
            objections.add("wanted: a value to keep as " + variable + ", seen: nothing");
        }
        variables.put(variable, value.isTextual() ? value.asText() : value.toString());
    }

    private Answer send(Step step) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Authorization", "Bearer " + token);
        headers.putAll(book.headers());
        headers.putAll(step.headers());
        String contentType = headers.remove("Content-Type");
        RequestSpecification request =
                given().config(UTF_8).urlEncodingEnabled(false).headers(headers);
        String content = step.content();
        if (content != null) {
            request.contentType(contentType).body(filled(content));
        }
        Response response = request.request(step.method(), "/scim/v2" + filled(step.path()) + query(step));
        Map<String, String> answered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(header -> answered.put(header.getName(), header.getValue()));
        return new Answer(response.statusCode(), answered, new String(response.asByteArray(), StandardCharsets.UTF_8));
    }

    private String query(Step step) {
        Map<String, String> parameters = new LinkedHashMap<>(step.query());
        parameters.putAll(conversation.query());
        String query = parameters.entrySet().stream()
                .map(one -> one.getKey() + (one.getValue().isEmpty() ? "" : "=" + encoded(filled(one.getValue()))))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    /** Okta and Entra write a space as %20, never as a plus sign. */
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A variable that nobody kept is a mistake in the fixture, not an empty text. */
    private String filled(String text) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String value = variables.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException("nobody kept " + found.group() + ", used in: " + text);
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
