package io.usher.scim.schema;

import java.util.List;
import java.util.Optional;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.schema.Schema;

/** A resource type with its core schema and its extensions. */
public final class ResourceModel {

    /** RFC name of the type, {@code User} or {@code Group}. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    public Schema core() {
        throw new UnsupportedOperationException();
    }

    public List<Schema> extensions() {
        throw new UnsupportedOperationException();
    }

    /**
     * Finds an attribute by name, in any case, with or without its schema's URN; id, externalId, schemas and meta included.
     * Empty when no schema of this type has it.
     */
    public Optional<AttributePath> resolve(AttributeReference reference) {
        throw new UnsupportedOperationException();
    }
}
