package io.usher.scim.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.directory.Condition;
import io.usher.platform.Limits;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import io.usher.scim.filter.ConditionMapper;
import io.usher.scim.filter.FilterParser;
import io.usher.scim.schema.Projection;
import io.usher.scim.schema.ResourceModel;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.apache.directory.scim.protocol.data.ListResponse;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a list (RFC 7644 §3.4.2); unknown ones are ignored.
 *
 * @param startIndex from 1
 * @param count how many at most, already within the limit
 */
record ListQuery(Condition condition, int startIndex, int count, Projection projection) {

    private static final Condition ALL = new Condition.And(List.of());

    static ListQuery of(ResourceModel model, DialectRules rules, UriInfo request) {
        String filter = one(request, "filter");
        Condition condition = filter == null ? ALL : ConditionMapper.map(model, rules, FilterParser.parse(filter));
        int startIndex = Math.max(1, integer(request, "startIndex").orElse(1));
        int count = Math.min(Limits.PAGE, Math.max(0, integer(request, "count").orElse(Limits.PAGE_DEFAULT)));
        return new ListQuery(condition, startIndex, count, projection(model, request));
    }

    static Projection projection(ResourceModel model, UriInfo request) {
        return Projection.of(model, one(request, "attributes"), one(request, "excludedAttributes"));
    }

    int skip() {
        return startIndex - 1;
    }

    /** The answer around a page of resources. */
    ObjectNode answer(List<ObjectNode> resources, long total) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("schemas").add(ListResponse.SCHEMA_URI);
        list.put("totalResults", total);
        list.put("startIndex", startIndex);
        list.put("itemsPerPage", resources.size());
        ArrayNode shown = list.putArray("Resources");
        resources.forEach(resource -> shown.add(projection.apply(resource)));
        return list;
    }

    private static @Nullable String one(UriInfo request, String name) {
        List<String> values = request.getQueryParameters().get(name);
        if (values == null) {
            return null;
        }
        if (values.size() > 1) {
            throw ScimProblems.invalidValue("The query parameter " + name + " is given more than once.");
        }
        return values.get(0);
    }

    /** Beyond what an int holds is as far as one can go. */
    private static Optional<Integer> integer(UriInfo request, String name) {
        String text = one(request, name);
        if (text == null) {
            return Optional.empty();
        }
        if (!text.matches("[+-]?\\d{1,30}")) {
            throw ScimProblems.invalidValue(name + " must be a whole number.");
        }
        return Optional.of(new java.math.BigInteger(text)
                .max(java.math.BigInteger.valueOf(Integer.MIN_VALUE))
                .min(java.math.BigInteger.valueOf(Integer.MAX_VALUE))
                .intValue());
    }
}
