package io.usher.scim.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.usher.platform.Limits;
import io.usher.platform.StrictJson;
import io.usher.scim.ScimProblems;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads request bodies: one JSON object, nothing after its end, no nesting and no names without end. */
final class ScimJson {

    /** Media type of SCIM messages (RFC 7644 §8.1). */
    static final String MEDIA_TYPE = "application/scim+json";

    private static final ObjectMapper STRICT = mapper(Limits.JSON_TOKENS);
    private static final ObjectMapper GROUPS = mapper(Limits.GROUP_JSON_TOKENS);

    private ScimJson() {}

    static JsonNode parse(byte[] body) {
        return parse(STRICT, body);
    }

    /** The body of a PUT or PATCH of a group, which may name many members. */
    static JsonNode parseGroup(byte[] body) {
        return parse(GROUPS, body);
    }

    private static JsonNode parse(ObjectMapper mapper, byte[] body) {
        JsonNode parsed;
        try (JsonParser parser = new CountedNames(mapper.createParser(StrictJson.utf8(body)))) {
            parsed = mapper.readTree(parser);
        } catch (StreamConstraintsException limit) {
            throw ScimProblems.invalidSyntax(
                    "The body nests deeper than %d levels, holds too many values, or a number of more than %d characters."
                            .formatted(Limits.JSON_DEPTH, Limits.JSON_NUMBER));
        } catch (IOException e) {
            throw ScimProblems.invalidSyntax(
                    "The body is not JSON in UTF-8 that can be read, or it gives a member of an object twice.");
        }
        if (parsed == null || !parsed.isObject()) {
            throw ScimProblems.invalidSyntax("The body must be a JSON object.");
        }
        return parsed;
    }

    /** Names that share one hash cost more the more there are, so they are counted before they are put anywhere. */
    private static final class CountedNames extends JsonParserDelegate {

        CountedNames(JsonParser parser) {
            super(parser);
        }

        @Override
        public @Nullable JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            if (token == JsonToken.FIELD_NAME && getParsingContext().getEntryCount() > Limits.JSON_NAMES) {
                throw ScimProblems.invalidSyntax(
                        "An object in the body has more than %,d members.".formatted(Limits.JSON_NAMES));
            }
            return token;
        }

        @Override
        public @Nullable String nextFieldName() throws IOException {
            return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
        }
    }

    private static ObjectMapper mapper(int maxTokens) {
        return JsonMapper.builder(StrictJson.factory(maxTokens))
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }
}
