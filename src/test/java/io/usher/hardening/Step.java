package io.usher.hardening;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a PATCH together with what it means, so that nobody has to read its path again to know.
 *
 * @param written the path as it is sent, or null for none
 * @param value what is sent, or null when nothing is
 * @param names what the names inside the value mean, as they are written; one that is not here means nothing
 */
record Step(
        Kind kind,
        Target target,
        @Nullable String written,
        @Nullable JsonNode value,
        Map<String, At> names) {

    enum Kind {
        ADD,
        REPLACE,
        REMOVE
    }

    /** What a path points to. */
    sealed interface Target {}

    /** The resource itself. */
    record Whole() implements Target {}

    /** All of an extension. */
    record Extension(String urn) implements Target {}

    /** What is taken and dropped. */
    record Password() implements Target {}

    /** A path that must be refused, with this code. */
    record Broken(String code) implements Target {}

    /** An attribute, or the elements of it that the filter selects. */
    record At(Place place, @Nullable FilterExpression filter) implements Target {}

    /** The message as a client sends it. */
    static ObjectNode message(List<Step> steps) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:PatchOp");
        var operations = body.putArray("Operations");
        for (Step step : steps) {
            ObjectNode operation =
                    operations.addObject().put("op", step.kind().name().toLowerCase(Locale.ROOT));
            if (step.written() != null) {
                operation.put("path", step.written());
            }
            if (step.value() != null) {
                operation.set("value", step.value());
            }
        }
        return body;
    }
}
