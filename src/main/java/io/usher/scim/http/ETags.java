package io.usher.scim.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Versions as weak entity tags (RFC 7644 §3.14); SCIM compares weak ones where RFC 9110 would want strong. */
final class ETags {

    private static final String ANY = "*";

    private ETags() {}

    static String of(long version) {
        return "W/" + strong(version);
    }

    /** Where the resource is: of a new one {@code Location}, of another {@code Content-Location} (RFC 7643 §3.1). */
    static String locationHeader(Response.Status status) {
        return status == Response.Status.CREATED ? HttpHeaders.LOCATION : HttpHeaders.CONTENT_LOCATION;
    }

    /** Which versions a request's If-Match accepts; without the header, all. */
    static LongPredicate ifMatch(@Nullable String header) {
        return header == null ? version -> true : version -> names(header, strong(version));
    }

    /** True when the client already has this version. */
    static boolean ifNoneMatch(@Nullable String header, long version) {
        return ifNoneMatch(header, strong(version));
    }

    /** True when the client already has what this strong tag names. */
    static boolean ifNoneMatch(@Nullable String header, String tag) {
        return header != null && names(header, tag);
    }

    private static String strong(long version) {
        return "\"" + version + "\"";
    }

    private static boolean names(String header, String wanted) {
        List<String> tags = Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .toList();
        return tags.contains(ANY) || tags.contains(wanted);
    }
}
