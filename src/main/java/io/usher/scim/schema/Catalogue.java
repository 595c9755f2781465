package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.usher.platform.Folding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** The schemas and resource types while they are put together: the built-in ones first, then what a vendor adds to them. */
final class Catalogue {

    private static final String EXTENSIONS = "schemaExtensions";

    private final Schema common;
    private final Map<String, ObjectNode> published = new LinkedHashMap<>();
    private final Map<String, Schema> models = new LinkedHashMap<>();
    private final Map<String, ObjectNode> resourceTypes = new LinkedHashMap<>();

    /** @param common the attributes of every resource, which no published schema lists */
    Catalogue(SchemaFile common) {
        this.common = SchemaReader.read(common.label(), common.json());
    }

    void addSchema(SchemaFile file) {
        Schema schema = SchemaReader.read(file.label(), file.json());
        if (models.put(key(schema.getId()), schema) != null) {
            throw file.fault("id", "another file has the same one");
        }
        published.put(key(schema.getId()), file.json());
    }

    void addResourceType(SchemaFile file) {
        resourceTypes.put(file.json().path("name").asText(), file.json());
    }

    /**
     * What a vendor adds: extensions first, so that other files may add to them, whatever the files are called.
     *
     * @throws ConfigurationException naming file, attribute and fault
     */
    void addCustom(List<CustomSchema> schemas) {
        schemas.stream().filter(schema -> schema.extended() != null).forEach(this::addExtension);
        schemas.stream().filter(schema -> schema.extended() == null).forEach(this::addAttributes);
        schemas.forEach(this::requireTellable);
    }

    private void addExtension(CustomSchema extension) {
        String id = extension.schema().getId();
        if (isKnown(id)) {
            throw extension
                    .file()
                    .fault(
                            "id",
                            "is that of a schema that is there already; to add attributes to it, leave 'extends' out");
        }
        models.put(key(id), extension.schema());
        published.put(key(id), extension.published());
        ObjectNode type = Objects.requireNonNull(resourceTypes.get(extension.extended()));
        ArrayNode extensions = type.withArray(EXTENSIONS);
        extensions.addObject().put("schema", id).put("required", extension.required());
    }

    private void addAttributes(CustomSchema more) {
        String id = more.schema().getId();
        Schema known = models.get(key(id));
        if (known == null) {
            throw more.file().fault("extends", "is missing, and there is no schema with this id to add attributes to");
        }
        if (!ofResources().contains(key(id))) {
            throw more.file().fault("id", "is that of a schema that no user and no group holds");
        }
        Set<Attribute> all = new LinkedHashSet<>(known.getAttributes());
        for (Attribute attribute : more.schema().getAttributes()) {
            if (known.getAttribute(attribute.getName()) != null) {
                throw more.file().fault(attribute.getName(), "is in the schema already");
            }
            all.add(attribute);
        }
        Schema extended =
                new Schema().setId(known.getId()).setName(known.getName()).setDescription(known.getDescription());
        extended.setAttributes(all);
        models.put(key(id), extended);
        ArrayNode shown = Objects.requireNonNull(published.get(key(id))).withArray("attributes");
        more.published().path("attributes").forEach(shown::add);
    }

    /** A path of PATCH ends the URN at its last colon: of "urn:a:b" and "urn:a", the first would read as attribute b of the second. */
    private void requireTellable(CustomSchema schema) {
        String id = schema.schema().getId();
        for (String other : models.keySet()) {
            String longer = other.length() > id.length() ? other : key(id);
            String shorter = other.length() > id.length() ? key(id) : other;
            if (longer.substring(0, longer.lastIndexOf(':')).equals(shorter)) {
                throw schema.file()
                        .fault("id", "cannot be told from an attribute of " + shorter + " in the path of a PATCH");
            }
        }
    }

    private boolean isKnown(String id) {
        return models.containsKey(key(id)) || key(id).equals(key(common.getId()));
    }

    private Set<String> ofResources() {
        Set<String> ids = new HashSet<>();
        for (ObjectNode type : resourceTypes.values()) {
            ids.add(key(type.path("schema").asText()));
            type.path(EXTENSIONS)
                    .forEach(extension -> ids.add(key(extension.path("schema").asText())));
        }
        return ids;
    }

    /** @throws ConfigurationException when a file of it is missing */
    ResourceModel model(String name) {
        ObjectNode type = resourceTypes.get(name);
        if (type == null) {
            throw new ConfigurationException("No file describes the resource type " + name);
        }
        List<Schema> extensions = new ArrayList<>();
        Set<String> required = new HashSet<>();
        for (JsonNode extension : type.path(EXTENSIONS)) {
            Schema schema = known(extension.path("schema"), name);
            extensions.add(schema);
            if (extension.path("required").asBoolean()) {
                required.add(schema.getId());
            }
        }
        return new ResourceModel(name, common, known(type.path("schema"), name), extensions, required);
    }

    private Schema known(JsonNode urn, String resourceType) {
        return Optional.ofNullable(models.get(key(urn.asText())))
                .orElseThrow(() -> new ConfigurationException(
                        "Resource type " + resourceType + ": no schema file has the id " + urn.asText()));
    }

    /** By id in lower case. */
    Map<String, ObjectNode> published() {
        return published;
    }

    Collection<ObjectNode> resourceTypes() {
        return resourceTypes.values();
    }

    static String key(String urn) {
        return Folding.isAscii(urn) ? urn.toLowerCase(Locale.ROOT) : urn;
    }
}
