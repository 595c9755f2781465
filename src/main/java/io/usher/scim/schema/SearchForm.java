package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.usher.platform.Folding;
import java.util.Map;
import org.apache.directory.scim.spec.schema.AttributeContainer;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/**
 * The form of a document in which filters are asked: same shape, same keys, text folded by the attribute's case rule
 * and times written so that the order of text is the order of time.
 */
public final class SearchForm {

    private SearchForm() {}

    /** Of a canonical document; readOnly attributes that were added to it are folded too, unknown ones left out. */
    public static ObjectNode of(ResourceModel model, ObjectNode document) {
        ObjectNode folded = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : document.properties()) {
            String key = field.getKey();
            model.top(key).ifPresent(attribute -> folded.set(key, whole(attribute, field.getValue())));
            model.extension(key).ifPresent(extension -> folded.set(key, object(extension, field.getValue())));
        }
        return folded;
    }

    private static JsonNode whole(Attribute attribute, JsonNode value) {
        if (!value.isArray()) {
            return one(attribute, value);
        }
        ArrayNode folded = JsonNodeFactory.instance.arrayNode(value.size());
        for (JsonNode element : value) {
            folded.add(one(attribute, element));
        }
        return folded;
    }

    /** A single value or one element. */
    static JsonNode one(Attribute attribute, JsonNode value) {
        if (value.isObject()) {
            return object(attribute, value);
        }
        return value.isTextual() ? TextNode.valueOf(text(attribute, value.textValue())) : value;
    }

    private static ObjectNode object(AttributeContainer container, JsonNode object) {
        ObjectNode folded = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            ResourceModel.find(container, field.getKey())
                    .ifPresent(attribute -> folded.set(attribute.getName(), whole(attribute, field.getValue())));
        }
        return folded;
    }

    private static String text(Attribute attribute, String text) {
        return switch (attribute.getType()) {
            case DATE_TIME -> DateTimes.parse(text).map(DateTimes::sortable).orElse(text);
            case REFERENCE, BINARY -> Folding.exact(text); // whatever is declared (RFC 7643 §2.3.6, §2.3.7)
            default -> attribute.isCaseExact() ? Folding.exact(text) : Folding.caseless(text);
        };
    }
}
