package io.usher.scim.schema;

import io.usher.platform.Folding;
import java.util.List;
import java.util.Optional;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.schema.AttributeContainer;
import org.apache.directory.scim.spec.schema.Schema;
import org.jspecify.annotations.Nullable;

/** A resource type with its core schema and its extensions. */
public final class ResourceModel {

    private final String name;
    private final Schema common;
    private final Schema core;
    private final List<Schema> extensions;

    ResourceModel(String name, Schema common, Schema core, List<Schema> extensions) {
        this.name = name;
        this.common = common;
        this.core = core;
        this.extensions = List.copyOf(extensions);
    }

    /** RFC name of the type, {@code User} or {@code Group}. */
    public String name() {
        return name;
    }

    public Schema core() {
        return core;
    }

    public List<Schema> extensions() {
        return extensions;
    }

    /** The extension with this URN, in any case: a URN alone is a path of PATCH and a key of a body. */
    public Optional<Schema> extension(String urn) {
        return extensions.stream()
                .filter(schema -> schema.getId().equalsIgnoreCase(urn))
                .findFirst();
    }

    /**
     * Finds an attribute by name, in any case, with or without its schema's URN; id, externalId, schemas and meta included.
     * Empty when no schema of this type has it.
     */
    public Optional<AttributePath> resolve(AttributeReference reference) {
        String urn = reference.getUrn();
        String attribute = reference.getAttributeName();
        String sub = reference.getSubAttributeName();
        if (attribute == null) {
            return Optional.empty();
        }
        if (urn == null) {
            // Entra writes "manager" for the attribute of the enterprise extension.
            return ofResource(attribute, sub).or(() -> ofAnyExtension(attribute, sub));
        }
        if (core.getId().equalsIgnoreCase(urn)) {
            return ofResource(attribute, sub);
        }
        return extension(urn).flatMap(schema -> in(schema, schema.getId(), attribute, sub));
    }

    /** The same for a name as it is written: {@code name.givenName}, {@code urn:…:enterprise:2.0:User:manager.value}. */
    public Optional<AttributePath> find(String written) {
        int colon = written.lastIndexOf(':');
        String urn = colon < 0 ? null : written.substring(0, colon);
        String path = written.substring(colon + 1);
        int dot = path.indexOf('.');
        String attribute = dot < 0 ? path : path.substring(0, dot);
        String sub = dot < 0 ? null : path.substring(dot + 1);
        return resolve(new AttributeReference(urn, attribute, sub));
    }

    /** The attribute of this name, in any case, at the top of a resource: one of the core schema or of RFC 7643 §3.1. */
    Optional<Schema.Attribute> top(String attribute) {
        return find(core, attribute).or(() -> find(common, attribute));
    }

    private Optional<AttributePath> ofResource(String attribute, @Nullable String sub) {
        return in(core, null, attribute, sub).or(() -> in(common, null, attribute, sub));
    }

    private Optional<AttributePath> ofAnyExtension(String attribute, @Nullable String sub) {
        return extensions.stream()
                .flatMap(schema -> in(schema, schema.getId(), attribute, sub).stream())
                .findFirst();
    }

    private static Optional<AttributePath> in(
            Schema schema, @Nullable String extension, String attribute, @Nullable String sub) {
        Optional<Schema.Attribute> found = find(schema, attribute);
        if (sub == null) {
            return found.map(first -> new AttributePath(extension, first, null));
        }
        return found.flatMap(first -> find(first, sub).map(second -> new AttributePath(extension, first, second)));
    }

    /** The attribute of this name, in any case, in a schema or a complex attribute. */
    public static Optional<Schema.Attribute> find(AttributeContainer container, String name) {
        // RFC 7643 §2.1: no name is anything but ASCII. SCIMple would write it small, which takes minutes for 50,000
        // sigmas.
        return Folding.isAscii(name) ? Optional.ofNullable(container.getAttribute(name)) : Optional.empty();
    }
}
