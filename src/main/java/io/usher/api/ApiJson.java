package io.usher.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.usher.platform.Limits;
import io.usher.platform.StrictJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/**
 * Reads the bodies of the API: unknown and repeated fields are refused, so that a misspelt one is not taken for its absence,
 * and a value of another type is refused, so that {@code 1.5} is not taken for {@code 1} or {@code "false"} for false.
 */
@ApplicationScoped
class ApiJson {

    /** What Jackson would turn into a value of another type; a value of the right type never asks. */
    private static final CoercionInputShape[] SCALARS = {
        CoercionInputShape.String,
        CoercionInputShape.EmptyString,
        CoercionInputShape.Integer,
        CoercionInputShape.Float,
        CoercionInputShape.Boolean
    };

    private final ObjectMapper json;

    ApiJson(ObjectMapper json) {
        this.json = json.copyWith(StrictJson.factory(Limits.JSON_TOKENS))
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        for (LogicalType type : new LogicalType[] {LogicalType.Textual, LogicalType.Integer, LogicalType.Boolean}) {
            for (CoercionInputShape shape : SCALARS) {
                this.json.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail);
            }
        }
    }

    <T> T read(byte[] body, Class<T> type) {
        try {
            JsonNode tree = json.readTree(StrictJson.utf8(body));
            if (!tree.isObject()) {
                throw ApiProblems.badBody();
            }
            return json.treeToValue(tree, type);
        } catch (IOException e) {
            throw ApiProblems.badBody();
        }
    }
}
