package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.directory.scim.spec.schema.AttributeContainer;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.jspecify.annotations.Nullable;

/** Which attributes an answer holds: what the client named (RFC 7644 §3.9) and when the schema lets each be returned. */
public final class Projection {

    private enum Mode {
        DEFAULT,
        ONLY_NAMED,
        ALL_BUT_NAMED
    }

    private static final String SCHEMAS = "schemas";

    private final ResourceModel model;
    private final Mode mode;
    /** Named attributes as keys from the root, as in {@link AttributePath#keys()}; the URN of an extension alone names all of it. */
    private final Set<List<String>> named = new HashSet<>();
    /** Everything above a named attribute: what must be entered to find it. */
    private final Set<List<String>> above = new HashSet<>();
    /** What the request itself has just sent. */
    private final Set<List<String>> given = new HashSet<>();

    private Projection(ResourceModel model, Mode mode) {
        this.model = model;
        this.mode = mode;
    }

    /**
     * Reads the two query parameters; unknown names in them are ignored.
     *
     * @param attributes comma-separated names, or null or blank when not given
     * @param excludedAttributes the same
     * @throws Problem {@code invalidValue} when both are given
     */
    public static Projection of(ResourceModel model, @Nullable String attributes, @Nullable String excludedAttributes) {
        String only = attributes == null ? "" : attributes.strip();
        String except = excludedAttributes == null ? "" : excludedAttributes.strip();
        if (only.isEmpty() && except.isEmpty()) {
            return new Projection(model, Mode.DEFAULT);
        }
        if (only.isEmpty()) {
            return new Projection(model, Mode.ALL_BUT_NAMED).name(except);
        }
        if (except.isEmpty()) {
            return new Projection(model, Mode.ONLY_NAMED).name(only);
        }
        throw ScimProblems.invalidValue("attributes and excludedAttributes cannot be used together.");
    }

    /**
     * The same for the answer to a request that gave attributes a value.
     *
     * @param attributes asked only when one of the model is returned on request
     */
    public Projection toSender(Supplier<GivenAttributes> attributes) {
        if (model.returnsOnRequest()) {
            given.addAll(attributes.get().keys());
        }
        return this;
    }

    /**
     * Whether an answer would hold any of this attribute, so that what is dear to load can be left.
     *
     * @param written an attribute as in the query, or the URN of an extension
     */
    public boolean wants(String written) {
        return model.extension(written)
                .map(extension -> holds(List.of(extension.getId()), Attribute.Returned.DEFAULT))
                .or(() -> model.find(written)
                        .map(path -> holds(path.keys(), path.leaf().getReturned())))
                .orElse(false);
    }

    /** A new representation that holds what is to be returned of the given one. */
    public ObjectNode apply(ObjectNode representation) {
        ObjectNode projected = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : representation.properties()) {
            String key = field.getKey();
            JsonNode value = key.equals(SCHEMAS) ? known(field.getValue(), representation) : field.getValue();
            Optional<Schema> extension = model.extension(key);
            if (extension.isPresent()) {
                ObjectNode container = object(extension.get(), List.of(key), value);
                if (!container.isEmpty()) {
                    projected.set(key, container);
                }
            } else {
                model.top(key)
                        .flatMap(attribute -> project(attribute, List.of(key), value))
                        .ifPresent(kept -> projected.set(key, kept));
            }
        }
        return projected;
    }

    /** Without the extensions whose files were taken away: what they held stays stored, and unseen. */
    private JsonNode known(JsonNode schemas, ObjectNode representation) {
        ArrayNode known = JsonNodeFactory.instance.arrayNode();
        for (JsonNode urn : schemas) {
            boolean unseen = representation.has(urn.asText())
                    && model.extension(urn.asText()).isEmpty();
            if (!unseen) {
                known.add(urn);
            }
        }
        return known;
    }

    private Projection name(String list) {
        for (String written : list.split(",", -1)) {
            String name = written.strip();
            if (name.equalsIgnoreCase(model.core().getId())) {
                model.core().getAttributes().forEach(attribute -> name(List.of(attribute.getName())));
            } else {
                model.extension(name)
                        .map(extension -> List.of(extension.getId()))
                        .or(() -> model.find(name).map(AttributePath::keys))
                        .ifPresent(this::name);
            }
        }
        return this;
    }

    private void name(List<String> keys) {
        named.add(keys);
        for (int length = 1; length < keys.size(); length++) {
            above.add(keys.subList(0, length));
        }
    }

    private boolean isNamed(List<String> keys) {
        for (int length = 1; length <= keys.size(); length++) {
            if (named.contains(keys.subList(0, length))) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(List<String> keys, Attribute.Returned returned) {
        return switch (returned) {
            case ALWAYS -> true;
            case NEVER -> false;
            case DEFAULT ->
                switch (mode) {
                    case DEFAULT -> true;
                    case ONLY_NAMED -> isNamed(keys) || above.contains(keys);
                    case ALL_BUT_NAMED -> !isNamed(keys);
                };
            case REQUEST ->
                switch (mode) {
                    case DEFAULT -> given.contains(keys);
                    case ONLY_NAMED -> isNamed(keys) || above.contains(keys);
                    case ALL_BUT_NAMED -> given.contains(keys) && !isNamed(keys);
                };
        };
    }

    private Optional<JsonNode> project(Attribute attribute, List<String> keys, JsonNode value) {
        if (!holds(keys, attribute.getReturned())) {
            return Optional.empty();
        }
        if (attribute.getType() != Attribute.Type.COMPLEX) {
            return Optional.of(value);
        }
        Projection wish = leavesNothing(attribute, keys) ? new Projection(model, Mode.DEFAULT) : this;
        if (!value.isArray()) {
            return Optional.<JsonNode>of(wish.object(attribute, keys, value)).filter(object -> !object.isEmpty());
        }
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : value) {
            ObjectNode kept = wish.object(attribute, keys, element);
            if (!kept.isEmpty()) {
                elements.add(kept);
            }
        }
        return Optional.<JsonNode>of(elements).filter(list -> !list.isEmpty());
    }

    /** Whether the wish is deaf to an attribute that is returned always: then its parts come as if there were no wish. */
    private boolean leavesNothing(Attribute attribute, List<String> keys) {
        return attribute.getReturned() == Attribute.Returned.ALWAYS
                && (mode == Mode.ONLY_NAMED ? !isNamed(keys) && !above.contains(keys) : isNamed(keys));
    }

    private ObjectNode object(AttributeContainer container, List<String> above, JsonNode object) {
        ObjectNode projected = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            List<String> keys = new ArrayList<>(above);
            keys.add(field.getKey());
            ResourceModel.find(container, field.getKey())
                    .flatMap(attribute -> project(attribute, keys, field.getValue()))
                    .ifPresent(kept -> projected.set(field.getKey(), kept));
        }
        return projected;
    }
}
