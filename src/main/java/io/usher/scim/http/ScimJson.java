package io.usher.scim.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.usher.scim.ScimProblems;
import java.io.IOException;

/** Reads request bodies as I-JSON (RFC 7493): no member twice, nothing after the end, no nesting without end. */
final class ScimJson {

    /** Media type of SCIM messages (RFC 7644 §8.1). */
    static final String MEDIA_TYPE = "application/scim+json";

    private static final int MAX_DEPTH = 64;
    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(64)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ScimJson() {}

    static JsonNode parse(byte[] body) {
        try {
            JsonNode parsed = STRICT.readTree(body);
            if (parsed.isObject()) {
                return parsed;
            }
        } catch (IOException e) {
            throw ScimProblems.invalidSyntax(
                    "The body is not JSON that can be read: malformed, a member given twice, or nested too deeply.");
        }
        throw ScimProblems.invalidSyntax("The body must be a JSON object.");
    }
}
