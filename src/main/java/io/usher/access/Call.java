package io.usher.access;

import java.time.Instant;
import java.util.Map;
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
        Map<String, String> correlation) {}
