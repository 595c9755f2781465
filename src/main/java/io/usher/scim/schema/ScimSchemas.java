package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.Startup;
import io.usher.platform.Folding;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.directory.scim.spec.schema.Schema;

/**
 * Every schema and resource type of this server, read once at start from the classpath folder {@code scim-schemas/}.
 * Its {@code index.json} names the files, because a folder inside a jar cannot be listed;
 * an extension is one more file, named there and in its resource type.
 */
@Startup // a faulty file stops the start, not the first request
@Singleton // no client proxy, which would read the files a second time
public final class ScimSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String folder;
    private final Schema common;
    private final Map<String, ObjectNode> published = new LinkedHashMap<>();
    private final Map<String, Schema> models = new LinkedHashMap<>();
    private final Map<String, ObjectNode> resourceTypes = new LinkedHashMap<>();
    private final ResourceModel user;
    private final ResourceModel group;

    /** @throws IllegalStateException naming file, attribute and fault */
    public ScimSchemas() {
        this("scim-schemas/");
    }

    ScimSchemas(String folder) {
        this.folder = folder;
        ObjectNode index = read("index.json");
        String commonFile = index.path("common").asText();
        this.common = SchemaReader.read(folder + commonFile, read(commonFile));
        for (JsonNode file : index.path("schemas")) {
            ObjectNode json = read(file.asText());
            Schema schema = SchemaReader.read(folder + file.asText(), json);
            if (models.put(key(schema.getId()), schema) != null) {
                throw new IllegalStateException(folder + file.asText() + ": id: another file has the same one");
            }
            published.put(key(schema.getId()), json);
        }
        for (JsonNode file : index.path("resourceTypes")) {
            ObjectNode json = read(file.asText());
            resourceTypes.put(json.path("name").asText(), json);
        }
        this.user = model("User");
        this.group = model("Group");
    }

    public ResourceModel user() {
        return user;
    }

    public ResourceModel group() {
        return group;
    }

    /** The published schema with this URN, in any case; a copy. */
    public Optional<ObjectNode> schema(String urn) {
        return Optional.ofNullable(published.get(key(urn))).map(ObjectNode::deepCopy);
    }

    /** What {@code /Schemas} lists, in the order of the index; copies without {@code meta}. */
    public List<ObjectNode> schemas() {
        return published.values().stream().map(ObjectNode::deepCopy).toList();
    }

    /** What {@code /ResourceTypes} lists, in the order of the index; copies without {@code meta}. */
    public List<ObjectNode> resourceTypes() {
        return resourceTypes.values().stream().map(ObjectNode::deepCopy).toList();
    }

    private ResourceModel model(String name) {
        ObjectNode type = resourceTypes.get(name);
        if (type == null) {
            throw new IllegalStateException(folder + "index.json: resourceTypes: no file describes " + name);
        }
        List<Schema> extensions = new ArrayList<>();
        for (JsonNode extension : type.path("schemaExtensions")) {
            extensions.add(known(extension.path("schema"), name));
        }
        return new ResourceModel(name, common, known(type.path("schema"), name), extensions);
    }

    private Schema known(JsonNode urn, String resourceType) {
        Schema schema = models.get(key(urn.asText()));
        if (schema == null) {
            throw new IllegalStateException(
                    folder + "index.json: resource type " + resourceType + ": no schema file has id " + urn.asText());
        }
        return schema;
    }

    private ObjectNode read(String file) {
        try (InputStream in = ScimSchemas.class.getClassLoader().getResourceAsStream(folder + file)) {
            if (in == null) {
                throw new IllegalStateException(folder + file + ": is missing");
            }
            if (JSON.readTree(in) instanceof ObjectNode json) {
                return json;
            }
            throw new IllegalStateException(folder + file + ": is not a JSON object");
        } catch (IOException broken) {
            throw new IllegalStateException(folder + file + ": is not JSON: " + broken.getMessage(), broken);
        }
    }

    private static String key(String urn) {
        return Folding.isAscii(urn) ? urn.toLowerCase(Locale.ROOT) : urn;
    }
}
