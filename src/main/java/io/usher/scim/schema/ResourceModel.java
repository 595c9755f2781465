package io.usher.scim.schema;

import io.usher.platform.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.schema.AttributeContainer;
import org.apache.directory.scim.spec.schema.Schema;
import org.jspecify.annotations.Nullable;

/** A resource type with its core schema and its extensions. */
public final class ResourceModel {

    /** Unique by columns of their own. */
    private static final Set<String> NAMES = Set.of("User.userName", "Group.displayName");

    private final String name;
    private final Schema common;
    private final Schema core;
    private final List<Schema> extensions;
    private final Set<String> required;
    private final List<AttributePath> unique;
    private final boolean returnsOnRequest;

    /** @param required URNs of the extensions that every resource must hold */
    ResourceModel(String name, Schema common, Schema core, List<Schema> extensions, Set<String> required) {
        this.name = name;
        this.common = common;
        this.core = core;
        this.extensions = List.copyOf(extensions);
        this.required = Set.copyOf(required);
        List<AttributePath> all = all();
        this.unique = all.stream().filter(this::isHeldUnique).toList();
        this.returnsOnRequest =
                all.stream().anyMatch(path -> path.leaf().getReturned() == Schema.Attribute.Returned.REQUEST);
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

    /** Whether every resource must hold the extension (RFC 7643 §6). */
    boolean requires(Schema extension) {
        return required.contains(extension.getId());
    }

    /** The attributes of which no two resources of a tenant may have the same value, but for the one that names the resource. */
    public List<AttributePath> unique() {
        return unique;
    }

    /** Whether there is an attribute that is shown only to who asks for it, or has just sent it. */
    public boolean returnsOnRequest() {
        return returnsOnRequest;
    }

    private boolean isHeldUnique(AttributePath path) {
        return path.leaf().getUniqueness() == Schema.Attribute.Uniqueness.SERVER && !NAMES.contains(name + "." + path);
    }

    /** Every attribute and sub-attribute of core and extensions. */
    private List<AttributePath> all() {
        List<AttributePath> all = new ArrayList<>();
        collect(null, core, all);
        extensions.forEach(extension -> collect(extension.getId(), extension, all));
        return all;
    }

    private static void collect(@Nullable String urn, Schema schema, List<AttributePath> all) {
        for (Schema.Attribute attribute : schema.getAttributes()) {
            all.add(new AttributePath(urn, attribute, null));
            if (attribute.getType() == Schema.Attribute.Type.COMPLEX) {
                attribute.getAttributes().forEach(part -> all.add(new AttributePath(urn, attribute, part)));
            }
        }
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

    /**
     * Whether the name, in any case, is that of a user's password. RFC 7643 §4.1.1 has it, {@code /Schemas} does not: none is
     * kept here, so it may be sent and is dropped.
     */
    public boolean isPassword(String written) {
        return name.equals("User")
                && (written.equalsIgnoreCase("password") || written.equalsIgnoreCase(core.getId() + ":password"));
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
