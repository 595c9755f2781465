package io.usher.scim.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import io.usher.scim.patch.PatchRequest.Kind;
import io.usher.scim.patch.PatchRequest.Operation;
import io.usher.scim.schema.AttributePath;
import io.usher.scim.schema.CanonicalValues;
import io.usher.scim.schema.Elements;
import io.usher.scim.schema.Invariants;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.SchemaNames;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.GroupExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/**
 * Applies a PATCH (RFC 7644 §3.5.2) to a canonical document. "" clears, in every dialect; what a path to an element that is
 * not there does, and what is ignored inside a value, its {@link DialectRules} say.
 */
public final class PatchEngine {

    private final ResourceModel model;
    private final DialectRules rules;
    private final SingleEdit single;
    private final String id;
    private final ObjectNode document;
    private long elementsSeen;

    private PatchEngine(ResourceModel model, DialectRules rules, String id, ObjectNode document) {
        this.model = model;
        this.rules = rules;
        this.single = new SingleEdit(rules);
        this.id = id;
        this.document = document;
    }

    /**
     * A new document with all operations applied in order; the given one stays as it is, also when one fails.
     * Operations on the members of a group are taken out before, by {@link GroupPatch}.
     *
     * @param id of the resource, which no document holds
     * @throws Problem of the first operation that fails: {@code invalidPath}, {@code invalidFilter}, {@code invalidValue},
     *     {@code invalidSyntax}, {@code noTarget}, {@code mutability}
     */
    public static ObjectNode apply(ResourceModel model, String id, ObjectNode document, PatchRequest request) {
        PatchEngine engine = new PatchEngine(model, request.rules(), id, document.deepCopy());
        request.operations().forEach(engine::apply);
        Invariants.requireImmutableKept(model, document, engine.document);
        Invariants.requireStillValid(model, document, engine.document);
        return engine.document;
    }

    private void apply(Operation operation) {
        PatchTarget target = PatchTarget.of(model, operation.path());
        // A removal may come without a value, and with one that only removal from a list looks at.
        JsonNode value = Objects.requireNonNullElseGet(operation.value(), JsonNodeFactory.instance::nullNode);
        if (target instanceof PatchTarget.Value attribute) {
            look(Objects.requireNonNullElse(operation.path(), ""));
            requireWritable(operation.kind(), attribute.path());
            apply(operation.kind(), attribute, value);
        } else if (target instanceof PatchTarget.Extension extension) {
            applyToExtension(operation.kind(), extension.schema(), value);
        } else if (target instanceof PatchTarget.Resource) {
            applyToResource(operation.kind(), value);
        }
    }

    private void applyToResource(Kind kind, JsonNode value) {
        if (!rules.takesPathless()) {
            throw ScimProblems.invalidPath("The path must name an attribute.");
        }
        if (kind == Kind.REMOVE) {
            throw ScimProblems.noTarget("An operation remove must name an attribute in its path.");
        }
        if (!value.isObject()) {
            throw ScimProblems.invalidSyntax("The value of an operation without a path must be an object.");
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            Optional<Schema> extension = model.extension(field.getKey());
            if (extension.isPresent()) {
                applyToExtension(kind, extension.get(), field.getValue());
            } else {
                applyToField(kind, "", field.getKey(), field.getValue());
            }
        }
    }

    private void applyToExtension(Kind kind, Schema extension, JsonNode value) {
        if (kind == Kind.REMOVE || (kind == Kind.REPLACE && CanonicalValues.unassigned(value))) {
            document.remove(extension.getId());
            return;
        }
        if (CanonicalValues.unassigned(value)) {
            return;
        }
        if (!value.isObject()) {
            throw ScimProblems.invalidValue(extension.getId() + " must be an object.");
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            applyToField(kind, extension.getId() + ":", field.getKey(), field.getValue());
        }
    }

    /** A member of a value; Entra writes whole paths such as "name.givenName" as its name. */
    private void applyToField(Kind kind, String container, String name, JsonNode value) {
        look(name);
        PatchTarget.Value target = PatchTarget.ofMember(model, container + name).orElse(null);
        if (target != null && readOnly(target.path())) {
            requireNothingNew(target.path(), value);
        } else if (target != null) {
            apply(kind, target, value);
        } else if (!model.isPassword(container + name)) {
            rules.requireIgnorable(container, name);
        }
    }

    /** Okta sends the readOnly id along with a new name. */
    private void requireNothingNew(AttributePath path, JsonNode value) {
        boolean sameId = path.keys().equals(List.of("id")) && id.equals(value.textValue());
        if (!sameId && !rules.ignoresReadOnly()) {
            throw setByServer(path);
        }
    }

    private void apply(Kind kind, PatchTarget.Value target, JsonNode value) {
        AttributePath path = target.path();
        target.requireAllowed(rules);
        // schemas follows from what the resource holds; naming it before use is allowed and changes nothing.
        boolean derived = path.extension() == null && path.attribute().getName().equals("schemas");
        if (derived && !value.isNull()) {
            SchemaNames.requireOwn(model, rules, value);
        }
        if (derived || (kind == Kind.ADD && value.isNull())) {
            return;
        }
        ObjectNode container = container(path);
        if (path.attribute().isMultiValued()) {
            applyToList(kind, target, container, value);
        } else if (target.filter() != null) {
            throw ScimProblems.invalidPath(path.attribute().getName() + " holds one value, so its path has no filter.");
        } else {
            applyToSingle(kind, path, container, value);
        }
        String extension = path.extension();
        if (extension != null && container.isEmpty()) {
            document.remove(extension);
        }
    }

    private void applyToSingle(Kind kind, AttributePath path, ObjectNode container, JsonNode value) {
        // A value that a removal carries is not looked at.
        JsonNode wanted = kind == Kind.REMOVE ? JsonNodeFactory.instance.nullNode() : value;
        Attribute sub = path.sub();
        if (sub == null) {
            if (kind == Kind.REPLACE && !rules.replaceMerges()) {
                container.remove(path.attribute().getName());
            }
            single.assign(kind, container, path.attribute(), path.toString(), wanted);
        } else {
            ObjectNode part = JsonNodeFactory.instance.objectNode();
            part.set(sub.getName(), wanted);
            String label = new AttributePath(path.extension(), path.attribute(), null).toString();
            single.assign(kind, container, path.attribute(), label, part);
        }
    }

    private void applyToList(Kind kind, PatchTarget.Value target, ObjectNode container, JsonNode value) {
        AttributePath path = target.path();
        Attribute attribute = path.attribute();
        String label = new AttributePath(path.extension(), attribute, null).toString();
        JsonNode current = container.path(attribute.getName());
        look(current, comparisons(kind, target, value));
        look(value, 1);
        ListEdit list = new ListEdit(rules, attribute, label, current);
        FilterExpression filter = target.filter();
        Attribute sub = path.sub();
        if (sub != null && kind == Kind.REMOVE) {
            list.removeSub(filter, sub, path.toString());
        } else if (sub != null) {
            list.assignSub(kind, filter, sub, path.toString(), value);
        } else if (filter != null && kind == Kind.REMOVE) {
            list.removeMatches(filter);
        } else if (filter != null) {
            list.assign(kind, filter, value);
        } else {
            switch (kind) {
                case ADD -> list.add(value);
                case REPLACE -> list.replaceAll(value);
                case REMOVE -> list.remove(value);
            }
        }
        ArrayNode elements = list.result();
        if (elements.isEmpty()) {
            container.remove(attribute.getName());
        } else {
            container.set(attribute.getName(), elements);
        }
    }

    /** Every operation on a list walks along it, so a thousand operations on a long list are a million steps. */
    private void look(JsonNode list, int comparisons) {
        for (JsonNode element : list.isObject() ? List.of(list) : list) {
            elementsSeen += (long) comparisons * Elements.weight(element);
        }
        requireLittleWork();
    }

    /** The texts in a filter are folded once, which is work if they are long. */
    private void look(String path) {
        elementsSeen += Elements.weight(path);
        requireLittleWork();
    }

    private void requireLittleWork() {
        if (elementsSeen > Limits.PATCH_ELEMENTS) {
            throw ScimProblems.tooLarge(
                    "The operations of this request look at more than %,d list elements; send them in several requests."
                            .formatted(Limits.PATCH_ELEMENTS));
        }
    }

    /** How often an operation looks at each element. */
    private static int comparisons(Kind kind, PatchTarget.Value target, JsonNode value) {
        FilterExpression filter = target.filter();
        if (filter != null) {
            return comparisons(filter);
        }
        boolean named = kind == Kind.REMOVE && target.path().sub() == null && value.isArray();
        return named ? Math.max(1, value.size()) : 1;
    }

    private static int comparisons(FilterExpression filter) {
        if (filter instanceof LogicalExpression both) {
            return comparisons(both.getLeft()) + comparisons(both.getRight());
        }
        return filter instanceof GroupExpression group ? comparisons(group.getFilterExpression()) : 1;
    }

    private ObjectNode container(AttributePath path) {
        String extension = path.extension();
        if (extension == null) {
            return document;
        }
        return document.get(extension) instanceof ObjectNode known ? known : document.putObject(extension);
    }

    private static void requireWritable(Kind kind, AttributePath path) {
        if (readOnly(path)) {
            throw setByServer(path);
        }
        // RFC 7644 §3.5.2.2
        if (kind == Kind.REMOVE && path.leaf().isRequired()) {
            throw ScimProblems.mutability(path + " is required and cannot be removed.");
        }
    }

    private static Problem setByServer(AttributePath path) {
        return ScimProblems.mutability(path + " is set by this server and cannot be changed.");
    }

    private static boolean readOnly(AttributePath path) {
        return path.attribute().getMutability() == Attribute.Mutability.READ_ONLY
                || path.leaf().getMutability() == Attribute.Mutability.READ_ONLY;
    }
}
