package io.usher.scim.filter;

import io.usher.platform.Problem;
import io.usher.scim.ScimProblems;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code path} of a PATCH operation (RFC 7644 figure 7): {@code attr}, {@code attr.sub}, {@code attr[filter]} and
 * {@code attr[filter].sub}, each with or without a URN, or a URN alone. The limits are those of {@link FilterParser}.
 */
public final class PathParser {

    private PathParser() {}

    /**
     * Reads a whole path; text left over behind it is an error.
     *
     * @throws Problem {@code invalidPath}; {@code invalidFilter} when the filter inside the brackets is wrong
     */
    public static PatchPath parse(String path) {
        Cursor cursor = new Cursor("path", path, ScimProblems::invalidPath);
        AttributeReference attribute = attribute(cursor);
        FilterExpression filter = null;
        String sub = attribute.getSubAttributeName();
        if (!attribute.hasSubAttribute() && cursor.take('[')) {
            if (path.indexOf(']') < 0) {
                throw refuse(cursor, path.length(), "] to close the bracket");
            }
            filter = filter(cursor);
            sub = cursor.take('.') ? subAttribute(cursor) : null;
        }
        if (!cursor.atEnd()) {
            throw refuse(cursor, cursor.position(), "the end of the path");
        }
        return new PatchPath(attribute, filter, sub);
    }

    private static AttributeReference attribute(Cursor cursor) {
        String word = cursor.word();
        AttributeReference attribute = AttributeNames.read(word);
        if (attribute == null) {
            attribute = urnAlone(word);
        }
        if (attribute == null) {
            throw refuse(
                    cursor,
                    0,
                    "an attribute of at most two levels, such as name.familyName or emails[type eq \"work\"]");
        }
        return attribute;
    }

    /** A schema URN whose last part is no name, such as {@code urn:example:badge:2.0}. */
    private static @Nullable AttributeReference urnAlone(String word) {
        int colon = word.lastIndexOf(':');
        if (colon < 0
                || !AttributeNames.isUrn(word.substring(0, colon))
                || !Character.isDigit(word.charAt(word.length() - 1))) {
            return null;
        }
        return AttributeNames.reference(word.substring(0, colon), word.substring(colon + 1), null);
    }

    private static FilterExpression filter(Cursor cursor) {
        FilterExpression filter = FilterParser.valueFilter(cursor);
        cursor.skipSpaces();
        if (!cursor.take(']')) {
            throw refuse(cursor, cursor.position(), "and, or, or ]");
        }
        return filter;
    }

    private static String subAttribute(Cursor cursor) {
        int start = cursor.position();
        String sub = cursor.word();
        if (!AttributeNames.isName(sub)) {
            throw refuse(cursor, start, "the name of one sub-attribute");
        }
        return sub;
    }

    private static Problem refuse(Cursor cursor, int position, String expected) {
        return ScimProblems.invalidPath(cursor.unexpected(position, expected));
    }
}
