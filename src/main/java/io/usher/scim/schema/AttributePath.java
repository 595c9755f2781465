package io.usher.scim.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.directory.scim.spec.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where an attribute lies in a resource, with what the schema says of it.
 *
 * @param extension canonical URN of the extension that holds it, or null for core and common attributes
 * @param attribute the attribute at the first level
 * @param sub the sub-attribute named after the dot, or null
 */
public record AttributePath(@Nullable String extension, Schema.Attribute attribute, Schema.@Nullable Attribute sub) {

    /** What the path ends in. */
    public Schema.Attribute leaf() {
        return sub == null ? attribute : sub;
    }

    /** Canonical keys from the root of the resource. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>(3);
        if (extension != null) {
            keys.add(extension);
        }
        keys.add(attribute.getName());
        if (sub != null) {
            keys.add(sub.getName());
        }
        return keys;
    }

    /** As a person writes it: {@code name.givenName}, {@code urn:…:enterprise:2.0:User:manager.value}. */
    @Override
    public String toString() {
        String name = sub == null ? attribute.getName() : attribute.getName() + "." + sub.getName();
        return extension == null ? name : extension + ":" + name;
    }
}
