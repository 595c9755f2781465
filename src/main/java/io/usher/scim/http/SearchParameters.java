package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.platform.Problem;
import io.usher.scim.Messages;
import io.usher.scim.ScimProblems;
import io.usher.scim.filter.FilterParser;
import io.usher.scim.schema.Projection;
import io.usher.scim.schema.ResourceModel;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.directory.scim.protocol.data.SearchRequest;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a list (RFC 7644 §3.4.2, RFC 9865 §2), by the query of a URL or by the body of a POST to
 * {@code /.search}. Parameters that are not known are ignored.
 */
final class SearchParameters {

    private static final String ATTRIBUTES = "attributes";
    private static final String EXCLUDED = "excludedAttributes";
    private static final List<String> NAMES =
            List.of("filter", "sortBy", "sortOrder", "startIndex", "count", "cursor", ATTRIBUTES, EXCLUDED);
    private static final Set<String> LISTS = Set.of(ATTRIBUTES, EXCLUDED);
    private static final Set<String> NUMBERS = Set.of("startIndex", "count");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,30}");

    /** As they would stand in a URL. */
    private final Map<String, String> given = new HashMap<>();

    private SearchParameters() {}

    /** @throws Problem {@code invalidValue} when a parameter is given more than once */
    static SearchParameters of(UriInfo request) {
        SearchParameters parameters = new SearchParameters();
        for (String name : NAMES) {
            List<String> values = request.getQueryParameters().get(name);
            if (values != null) {
                if (values.size() > 1) {
                    throw ScimProblems.invalidValue("The query parameter " + name + " is given more than once.");
                }
                parameters.given.put(name, values.get(0));
            }
        }
        return parameters;
    }

    /**
     * Of a SearchRequest message (RFC 7644 §3.4.3).
     *
     * @throws Problem {@code invalidSyntax} when it is none, or a member has another type than the RFC says
     */
    static SearchParameters of(JsonNode body) {
        SearchParameters parameters = new SearchParameters();
        Messages.requireSchema(body, SearchRequest.SCHEMA_URI);
        for (String name : NAMES) {
            Messages.member(body, name)
                    .filter(value -> !value.isNull())
                    .ifPresent(value -> parameters.given.put(name, text(name, value)));
        }
        return parameters;
    }

    private static String text(String name, JsonNode value) {
        if (LISTS.contains(name)) {
            return list(name, value);
        }
        if (NUMBERS.contains(name) ? value.isIntegralNumber() : value.isTextual()) {
            return value.asText();
        }
        throw ScimProblems.invalidSyntax(name + " must be " + (NUMBERS.contains(name) ? "a whole number." : "text."));
    }

    private static String list(String name, JsonNode value) {
        StringBuilder list = new StringBuilder();
        for (JsonNode one : value) {
            if (!one.isTextual() || one.textValue().indexOf(',') >= 0) {
                throw ScimProblems.invalidSyntax(name + " must be a list of attribute names.");
            }
            list.append(list.isEmpty() ? "" : ",").append(one.textValue());
        }
        if (!value.isArray()) {
            throw ScimProblems.invalidSyntax(name + " must be a list of attribute names.");
        }
        return list.toString();
    }

    /** The parameter as it was given; null when it was not. */
    @Nullable
    String get(String name) {
        return given.get(name);
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    /** @throws Problem {@code invalidFilter} */
    Optional<FilterExpression> filter() {
        return Optional.ofNullable(given.get("filter")).map(FilterParser::parse);
    }

    /** @throws Problem {@code invalidValue} when both parameters are given */
    Projection projection(ResourceModel model) {
        return Projection.of(model, given.get(ATTRIBUTES), given.get(EXCLUDED));
    }

    /**
     * A whole number; beyond what an int holds is as far as one can go.
     *
     * @param refusal what is thrown when it is none
     */
    OptionalInt number(String name, Function<String, Problem> refusal) {
        String text = given.get(name);
        if (text == null) {
            return OptionalInt.empty();
        }
        if (!WHOLE.matcher(text).matches()) {
            throw refusal.apply(name + " must be a whole number.");
        }
        return OptionalInt.of(new BigInteger(text)
                .max(BigInteger.valueOf(Integer.MIN_VALUE))
                .min(BigInteger.valueOf(Integer.MAX_VALUE))
                .intValue());
    }

    /** All that a walk along a list must not change (RFC 9865 §2), in one text. */
    String question() {
        StringBuilder question = new StringBuilder();
        for (String name : NAMES) {
            if (!NUMBERS.contains(name) && !name.equals("cursor")) {
                String value = given.getOrDefault(name, "");
                question.append(value.length()).append(':').append(value);
            }
        }
        return question.toString();
    }
}
