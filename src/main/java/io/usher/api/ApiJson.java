package io.usher.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Reads the bodies of the API: unknown fields are refused, so that a misspelt one is not taken for its absence. */
@ApplicationScoped
class ApiJson {

    private final ObjectMapper json;

    ApiJson(ObjectMapper json) {
        this.json = json;
    }

    <T> T read(byte[] body, Class<T> type) {
        try {
            ObjectReader reader = json.readerFor(type)
                    .with(
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
            JsonNode tree = json.readTree(body);
            if (tree == null || !tree.isObject()) {
                throw ApiProblems.badBody();
            }
            return reader.readValue(tree);
        } catch (IOException e) {
            throw ApiProblems.badBody();
        }
    }
}
