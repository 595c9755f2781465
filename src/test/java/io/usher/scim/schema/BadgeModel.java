package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.directory.scim.spec.schema.Schema;
import org.jspecify.annotations.NullMarked;

/** Users as they are shipped, with one more extension, of a vendor, that has an attribute of every kind there may be. */
@NullMarked
public final class BadgeModel {

    /** URN of the extension. */
    public static final String URN = "urn:example:badge:2.0:User";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each as: name, type, and the words that set it apart. */
    private static final List<String> ATTRIBUTES = List.of(
            "floor decimal",
            "rank integer",
            "hired dateTime",
            "remote boolean",
            "picture binary",
            "link reference",
            "tags string multiValued",
            "codes string multiValued caseExact",
            "serial string caseExact immutable",
            "pin string never",
            "issued dateTime readOnly");

    private static final List<String> HOME =
            List.of("street string required", "built dateTime", "rooms integer multiValued", "owned boolean");
    private static final List<String> CARDS = List.of(
            "value string caseExact required",
            "type string",
            "primary boolean",
            "level integer",
            "colours string multiValued",
            "seen dateTime",
            "chip binary",
            "label string immutable",
            "issuer string readOnly");

    private BadgeModel() {}

    /** The model; every call reads the schemas anew. */
    public static ResourceModel user() {
        ResourceModel shipped = new ScimSchemas().user();
        List<Schema> extensions = new ArrayList<>(shipped.extensions());
        extensions.add(SchemaReader.read("badge", badge()));
        return new ResourceModel("User", common(), shipped.core(), extensions, Set.of());
    }

    private static Schema common() {
        try (InputStream in = BadgeModel.class.getClassLoader().getResourceAsStream("scim-schemas/common.json")) {
            return SchemaReader.read("common", JSON.readTree(Objects.requireNonNull(in)));
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static JsonNode badge() {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("id", URN).put("name", "Badge").put("description", "A badge");
        ArrayNode attributes = attributes(ATTRIBUTES);
        attributes.add(attribute("home complex").set("subAttributes", attributes(HOME)));
        attributes.add(attribute("cards complex multiValued").set("subAttributes", attributes(CARDS)));
        return schema.set("attributes", attributes);
    }

    private static ArrayNode attributes(List<String> described) {
        ArrayNode attributes = JSON.createArrayNode();
        described.forEach(one -> attributes.add(attribute(one)));
        return attributes;
    }

    private static ObjectNode attribute(String described) {
        List<String> words = List.of(described.split(" "));
        ObjectNode attribute = JSON.createObjectNode()
                .put("name", words.get(0))
                .put("type", words.get(1))
                .put("description", words.get(0))
                .put("multiValued", words.contains("multiValued"))
                .put("required", words.contains("required"))
                .put("caseExact", words.contains("caseExact"))
                .put(
                        "mutability",
                        words.contains("readOnly")
                                ? "readOnly"
                                : words.contains("immutable") ? "immutable" : "readWrite")
                .put("returned", words.contains("never") ? "never" : "default")
                .put("uniqueness", "none");
        if (words.get(1).equals("reference")) {
            attribute.putArray("referenceTypes").add("external");
        }
        return attribute;
    }
}
