package io.usher.scim.filter;

import io.usher.directory.Condition.Kind;
import io.usher.directory.Order;
import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import io.usher.scim.schema.AttributePath;
import io.usher.scim.schema.ResourceModel;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code sortBy} and {@code sortOrder} (RFC 7644 §3.4.2.3). */
public final class Sorting {

    private Sorting() {}

    /**
     * The order that is asked for; without {@code sortBy} that of ids.
     *
     * @throws Problem {@code invalidValue} for another order than ascending and descending, an attribute that the type lacks
     *     or that is computed when it is shown, and a complex one without its sub-attribute
     */
    public static Order of(ResourceModel model, @Nullable String sortBy, @Nullable String sortOrder) {
        return ofOneType(model, List.of(model), sortBy, sortOrder);
    }

    /** The same for one of several types; one that lacks an attribute of another has no value of it. */
    public static Order ofOneType(
            ResourceModel model, Collection<ResourceModel> all, @Nullable String sortBy, @Nullable String sortOrder) {
        boolean descending = descending(sortOrder);
        if (sortBy == null) {
            return Order.BY_ID;
        }
        if (all.stream().noneMatch(type -> type.find(sortBy).isPresent())) {
            throw ScimProblems.invalidValue("There is no attribute of this name to sort by.");
        }
        return model.find(sortBy).map(path -> by(path, descending)).orElse(Order.BY_ID);
    }

    private static Order by(AttributePath written, boolean descending) {
        AttributePath path = ConditionMapper.orItsValue(written);
        if (ConditionMapper.isHidden(path.toString(), path)) {
            throw ScimProblems.invalidValue(written + " cannot be sorted by.");
        }
        var attribute = ConditionMapper.attribute(path);
        if (attribute.kind() == Kind.COMPLEX) {
            throw ScimProblems.invalidValue(written + " has parts: sort by one of them.");
        }
        return new Order(attribute, descending);
    }

    private static boolean descending(@Nullable String sortOrder) {
        boolean descending = "descending".equalsIgnoreCase(sortOrder);
        if (!descending && sortOrder != null && !sortOrder.equalsIgnoreCase("ascending")) {
            throw ScimProblems.invalidValue("sortOrder must be ascending or descending.");
        }
        return descending;
    }
}
