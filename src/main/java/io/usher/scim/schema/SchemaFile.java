package io.usher.scim.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.usher.platform.Limits;
import io.usher.platform.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file of {@code scim-schemas/}, or of the folder that the vendor names.
 *
 * @param label how a fault names it
 */
record SchemaFile(String label, ObjectNode json) {

    private static final ObjectMapper JSON = JsonMapper.builder(StrictJson.factory(Limits.JSON_TOKENS))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws ConfigurationException when it is no JSON object, or larger than a schema is */
    static SchemaFile read(String label, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SchemaLimits.FILE_BYTES + 1);
            if (bytes.length > SchemaLimits.FILE_BYTES) {
                throw new ConfigurationException(
                        label + ": has more than %,d bytes".formatted(SchemaLimits.FILE_BYTES));
            }
            if (JSON.readTree(StrictJson.utf8(bytes)) instanceof ObjectNode json) {
                return new SchemaFile(label, json);
            }
            throw new ConfigurationException(label + ": is not a JSON object");
        } catch (JsonProcessingException broken) {
            // The whole message has lines of its own, and a refused start tells its reason in one.
            String where = broken.getLocation() == null
                    ? ""
                    : " in line " + broken.getLocation().getLineNr();
            throw new ConfigurationException(label + ": is not JSON" + where);
        } catch (CharacterCodingException broken) {
            throw new ConfigurationException(label + ": is not text in UTF-8");
        } catch (IOException unreadable) {
            throw new ConfigurationException(label + ": cannot be read");
        }
    }

    /**
     * A fault to end the start with, in one line.
     *
     * @param attribute the attribute, or the member of the schema itself
     */
    ConfigurationException fault(String attribute, String fault) {
        return new ConfigurationException(label + ": " + attribute + ": " + fault);
    }
}
