package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.directory.scim.spec.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's schema file: an extension, or attributes for a schema that is there already.
 *
 * @param extended name of the resource type that it extends, or null when it adds to a known schema
 * @param required whether every resource of the type must hold the extension
 * @param published as {@code /Schemas} shows it, complete
 */
record CustomSchema(SchemaFile file, @Nullable String extended, boolean required, ObjectNode published, Schema schema) {

    /** RFC 8141, without the characters that a path of PATCH or a key in the database could not hold. */
    private static final Pattern ID =
            Pattern.compile("urn:[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9](?::[A-Za-z0-9._-]++)++");

    private static final Set<String> RESOURCE_TYPES = Set.of("User", "Group");

    /** @throws ConfigurationException naming file, attribute and fault */
    static CustomSchema of(SchemaFile file) {
        ObjectNode published = SchemaDefaults.complete(file);
        String extended = extended(file);
        boolean required = required(file, extended);
        Schema schema = SchemaReader.read(file.label(), published);
        String id = schema.getId();
        if (id.length() > SchemaLimits.ID || !ID.matcher(id).matches()) {
            throw file.fault(
                    "id",
                    "must be a URN of at most " + SchemaLimits.ID
                            + " letters, digits, dots, hyphens and underscores, such as urn:acme:scim:badge:1.0:User");
        }
        CustomRules.require(file, schema);
        return new CustomSchema(file, extended, required, published, schema);
    }

    private static @Nullable String extended(SchemaFile file) {
        JsonNode type = file.json().path("extends");
        if (type.isMissingNode()) {
            return null;
        }
        if (!RESOURCE_TYPES.contains(type.asText())) {
            throw file.fault("extends", "must be \"User\" or \"Group\"");
        }
        return type.asText();
    }

    private static boolean required(SchemaFile file, @Nullable String extended) {
        JsonNode required = file.json().path("required");
        if (required.isMissingNode()) {
            return false;
        }
        if (!required.isBoolean() || extended == null) {
            throw file.fault("required", "must be true or false, beside 'extends'");
        }
        return required.booleanValue();
    }
}
