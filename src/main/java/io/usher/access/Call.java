package io.usher.access;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The call being served, as the edge received it: what a record says of the request.
 *
 * @param method HTTP method
 * @param path template of the resource's path, without query
 * @param correlation the identity provider's own ids of this call, header name to value
 */
public record Call(
        Caller caller,
        String requestId,
        Instant receivedAt,
        String method,
        String path,
        @Nullable String address,
        @Nullable String userAgent,
        Map<String, String> correlation) {

    /** The header that holds the id of a request, and of its answer. */
    public static final String REQUEST_ID = "X-Request-Id";

    private static final int TEXT_MAX = 256;

    /** What a client may make as long as he likes is shortened: it goes into every record. */
    public Call {
        path = shortened(path);
        userAgent = userAgent == null ? null : shortened(userAgent);
        correlation = correlation.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, id -> shortened(id.getValue())));
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
    }
}
