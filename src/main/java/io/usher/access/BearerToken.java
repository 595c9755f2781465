package io.usher.access;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token in an Authorization header (RFC 6750 §2.1). Strict on purpose: what a proxy and this server read differently opens a door. */
public final class BearerToken {

    private static final Pattern HEADER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] ([\\x21-\\x7e]+)");

    private BearerToken() {}

    /**
     * The token.
     *
     * @param headers every Authorization header of the request, or null when there is none
     * @throws io.usher.platform.Problem unless there is exactly one, and it holds a bearer token
     */
    public static String of(@Nullable List<String> headers) {
        if (headers == null || headers.isEmpty()) {
            throw AccessProblems.noToken();
        }
        if (headers.size() > 1) {
            throw AccessProblems.twoTokens();
        }
        Matcher bearer = HEADER.matcher(headers.get(0));
        if (!bearer.matches()) {
            throw AccessProblems.badToken();
        }
        return bearer.group(1);
    }
}
