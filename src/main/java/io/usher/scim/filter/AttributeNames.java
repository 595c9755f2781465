package io.usher.scim.filter;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.jspecify.annotations.Nullable;

/** Splits a written attribute name: {@code [URN:]name[.sub]} (RFC 7644 §3.10). */
final class AttributeNames {

    // RFC 7643 §2.1; $ref is the one name that begins otherwise.
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*+|\\$ref", Pattern.CASE_INSENSITIVE);

    private AttributeNames() {}

    /** Null when the word is no attribute name, or names more than two levels. */
    static @Nullable AttributeReference read(String word) {
        // The last colon ends the URN, so the dots in "2.0" stay inside it.
        int colon = word.lastIndexOf(':');
        String urn = colon < 0 ? null : word.substring(0, colon);
        if (urn != null && !isUrn(urn)) {
            return null;
        }
        String local = word.substring(colon + 1);
        int dot = local.indexOf('.');
        String name = dot < 0 ? local : local.substring(0, dot);
        String sub = dot < 0 ? null : local.substring(dot + 1);
        if (!isName(name) || (sub != null && !isName(sub))) {
            return null;
        }
        return reference(urn, name, sub);
    }

    static boolean isName(String word) {
        return NAME.matcher(word).matches();
    }

    static boolean isUrn(String word) {
        return word.toLowerCase(Locale.ROOT).startsWith("urn:") && word.length() > "urn:".length();
    }

    @SuppressWarnings("NullAway") // SCIMple declares no nullness; it holds null for "no URN" and "no sub-attribute".
    static AttributeReference reference(@Nullable String urn, String name, @Nullable String sub) {
        return new AttributeReference(urn, name, sub);
    }
}
