package io.usher.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** How bodies are read: as I-JSON (RFC 7493), in UTF-8, no member twice, and within {@link Limits}. */
public final class StrictJson {

    private StrictJson() {}

    /** @param maxTokens names, values and brackets that a body may hold */
    public static JsonFactory factory(int maxTokens) {
        return JsonFactory.builder()
                // The JVM keeps interned names in one table for all, which names that collide make slow for everybody.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Limits.JSON_DEPTH)
                        .maxNumberLength(Limits.JSON_NUMBER)
                        .maxTokenCount(maxTokens)
                        .build())
                .build();
    }

    /**
     * The characters of a body. Jackson itself would guess at UTF-16 and UTF-32, skip a byte order mark and let overlong
     * forms pass; a reader that meets anything but UTF-8 fails with an {@link java.io.IOException}.
     */
    public static Reader utf8(byte[] body) {
        return new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8.newDecoder());
    }
}
