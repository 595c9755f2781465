package io.usher.hardening;

import io.usher.scim.schema.ResourceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.directory.scim.spec.schema.AttributeContainer;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * An attribute as the schemas describe it, found by a plain walk through them.
 *
 * @param extension URN of the extension that holds it, or null
 * @param sub the sub-attribute, or null when all of the attribute is meant
 */
record Place(
        @Nullable String extension,
        Attribute attribute,
        @Nullable Attribute sub) {

    /** RFC 7643 §3.1: what every resource has and no schema lists. */
    private static final List<String> COMMON = List.of("schemas", "id", "externalId", "meta");

    private static final Map<ResourceModel, List<Place>> KNOWN = new ConcurrentHashMap<>();

    Attribute leaf() {
        return sub == null ? attribute : sub;
    }

    /** The attribute without its sub-attribute. */
    Place whole() {
        return new Place(extension, attribute, null);
    }

    /** As it is written in full or, where no URN is needed, without. */
    String written(boolean urn, String core) {
        String name = sub == null ? attribute.getName() : attribute.getName() + "." + sub.getName();
        if (extension != null) {
            return extension + ":" + name;
        }
        return urn ? core + ":" + name : name;
    }

    boolean readOnly() {
        return attribute.getMutability() == Attribute.Mutability.READ_ONLY
                || leaf().getMutability() == Attribute.Mutability.READ_ONLY;
    }

    /** What a name means; empty when it means nothing (RFC 7644 §3.10). */
    static Optional<Place> find(ResourceModel model, @Nullable String urn, String name, @Nullable String sub) {
        return all(model).stream()
                .filter(place -> place.attribute().getName().equalsIgnoreCase(name))
                .filter(place -> sub == null
                        ? place.sub() == null
                        : place.sub() != null && place.sub().getName().equalsIgnoreCase(sub))
                .filter(place -> urn == null
                        || (place.extension() == null ? model.core().getId() : place.extension()).equalsIgnoreCase(urn))
                .findFirst();
    }

    /** Every attribute and sub-attribute, those of the resource before those of its extensions. */
    static List<Place> all(ResourceModel model) {
        return KNOWN.computeIfAbsent(model, Place::walk);
    }

    private static List<Place> walk(ResourceModel model) {
        List<Place> places = new ArrayList<>();
        add(places, null, model.core());
        for (String common : COMMON) {
            model.find(common).ifPresent(path -> add(places, null, path.attribute()));
        }
        for (Schema extension : model.extensions()) {
            add(places, extension.getId(), extension);
        }
        return places;
    }

    private static void add(List<Place> places, @Nullable String extension, AttributeContainer schema) {
        schema.getAttributes().forEach(attribute -> add(places, extension, attribute));
    }

    private static void add(List<Place> places, @Nullable String extension, Attribute attribute) {
        places.add(new Place(extension, attribute, null));
        if (attribute.getType() == Attribute.Type.COMPLEX) {
            attribute.getAttributes().forEach(sub -> places.add(new Place(extension, attribute, sub)));
        }
    }
}
