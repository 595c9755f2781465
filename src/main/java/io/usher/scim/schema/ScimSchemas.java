package io.usher.scim.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Every schema and resource type of this server, read once at start: the built-in ones, the other files of
 * {@code scim-schemas/} that were packed with the program, and those of the folder that {@code USHER_SCIM_SCHEMAS} names.
 */
@Startup // a faulty file stops the start, not the first request
@Singleton // no client proxy, which would read the files a second time
public final class ScimSchemas {

    private static final String FOLDER = "scim-schemas";
    private static final String SETTING = "USHER_SCIM_SCHEMAS";
    private static final String COMMON = "common.json";
    /** In the order in which {@code /Schemas} lists them. */
    private static final List<String> SCHEMAS = List.of(
            "user.json",
            "group.json",
            "enterprise-user.json",
            "usher-user.json",
            "schema.json",
            "resource-type.json",
            "service-provider-config.json");

    private static final List<String> RESOURCE_TYPES = List.of("resource-type-user.json", "resource-type-group.json");

    private final Map<String, ObjectNode> published;
    private final List<ObjectNode> resourceTypes;
    private final ResourceModel user;
    private final ResourceModel group;

    /** @throws ConfigurationException naming file, attribute and fault */
    @Inject
    public ScimSchemas(@ConfigProperty(name = "usher.scim-schemas") Optional<Path> folder) {
        this(FOLDER, folder);
    }

    /** The built-in schemas alone. */
    public ScimSchemas() {
        this(FOLDER, Optional.empty());
    }

    ScimSchemas(String packed, Optional<Path> folder) {
        Map<String, SchemaFile> files = SchemaFiles.packed(ScimSchemas.class.getClassLoader(), packed);
        Catalogue catalogue = new Catalogue(taken(files, packed, COMMON));
        SCHEMAS.forEach(name -> catalogue.addSchema(taken(files, packed, name)));
        RESOURCE_TYPES.forEach(name -> catalogue.addResourceType(taken(files, packed, name)));
        List<SchemaFile> custom = new ArrayList<>(files.values());
        folder.map(named -> SchemaFiles.of(SETTING, named)).ifPresent(custom::addAll);
        catalogue.addCustom(custom.stream().map(CustomSchema::of).toList());
        this.published = catalogue.published();
        this.resourceTypes = List.copyOf(catalogue.resourceTypes());
        this.user = catalogue.model("User");
        this.group = catalogue.model("Group");
    }

    /** Takes a built-in file out; what is left at the end is the vendor's. */
    private static SchemaFile taken(Map<String, SchemaFile> files, String folder, String name) {
        return Optional.ofNullable(files.remove(name))
                .orElseThrow(() -> new ConfigurationException(folder + "/" + name + ": is missing"));
    }

    public ResourceModel user() {
        return user;
    }

    public ResourceModel group() {
        return group;
    }

    /** The published schema with this URN, in any case; a copy. */
    public Optional<ObjectNode> schema(String urn) {
        return Optional.ofNullable(published.get(Catalogue.key(urn))).map(ObjectNode::deepCopy);
    }

    /** What {@code /Schemas} lists, the built-in ones first; copies without {@code meta}. */
    public List<ObjectNode> schemas() {
        return published.values().stream().map(ObjectNode::deepCopy).toList();
    }

    /** What {@code /ResourceTypes} lists; copies without {@code meta}. */
    public List<ObjectNode> resourceTypes() {
        return resourceTypes.stream().map(ObjectNode::deepCopy).toList();
    }
}
