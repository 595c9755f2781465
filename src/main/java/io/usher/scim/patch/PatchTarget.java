package io.usher.scim.patch;

import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import io.usher.scim.filter.PatchPath;
import io.usher.scim.filter.PathParser;
import io.usher.scim.schema.AttributePath;
import io.usher.scim.schema.ResourceModel;
import java.util.Optional;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.schema.Schema;
import org.jspecify.annotations.Nullable;

/** What the path of an operation points to. */
sealed interface PatchTarget {

    /** The resource itself: no path, or the URN of its core schema. */
    record Resource() implements PatchTarget {}

    /** All that an extension holds: the URN of it alone (RFC 7644 §3.10). */
    record Extension(Schema schema) implements PatchTarget {}

    /** What Okta writes when it is told to sync passwords: taken and dropped, since none is kept here. */
    record Password() implements PatchTarget {}

    /** An attribute, or the elements of it that the filter selects. */
    record Value(AttributePath path, @Nullable FilterExpression filter) implements PatchTarget {

        /** @throws Problem {@code invalidPath} for an element as such, where the dialect takes only parts of elements */
        void requireAllowed(DialectRules rules) {
            if (filter != null && path.sub() == null && !rules.takesElementPaths()) {
                throw ScimProblems.invalidPath(
                        "A path with a filter must name a sub-attribute behind it, as in emails[type eq \"work\"].value.");
            }
        }
    }

    /**
     * Reads a path.
     *
     * @throws Problem {@code invalidPath} when it is malformed or names nothing the resource may hold,
     *     {@code invalidFilter} when its filter is malformed
     */
    static PatchTarget of(ResourceModel model, @Nullable String path) {
        if (path == null || path.equalsIgnoreCase(model.core().getId())) {
            return new Resource();
        }
        Schema extension = model.extension(path).orElse(null);
        if (extension != null) {
            return new Extension(extension);
        }
        if (model.isPassword(path)) {
            return new Password();
        }
        PatchPath parsed = PathParser.parse(path);
        AttributeReference before = parsed.attribute();
        return model.resolve(before.setSubAttributeName(parsed.subAttribute()))
                .map(found -> new Value(found, parsed.valueFilter()))
                .orElseThrow(() -> ScimProblems.invalidPath(
                        "The path names an attribute that a " + model.name() + " does not have."));
    }

    /**
     * What a member of the value of an operation without path points to; empty when the resource has no such attribute.
     *
     * @throws Problem as {@link #of} does, when the name of the member is a path with a filter
     */
    static Optional<Value> ofMember(ResourceModel model, String name) {
        return name.indexOf('[') < 0
                ? model.find(name).map(path -> new Value(path, null))
                : Optional.of(of(model, name)).filter(Value.class::isInstance).map(Value.class::cast);
    }
}
