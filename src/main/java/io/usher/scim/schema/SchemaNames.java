package io.usher.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import java.util.List;

/** The attribute {@code schemas} as a client writes it (RFC 7643 §3). What is kept follows from what the resource holds. */
public final class SchemaNames {

    private SchemaNames() {}

    /**
     * Checks those of a whole resource: its own schema is among them.
     *
     * @throws Problem {@code invalidSyntax}
     */
    static void requireCore(ResourceModel model, DialectRules rules, JsonNode given) {
        boolean core = false;
        if (given.isArray()) {
            for (JsonNode urn : given) {
                core |= urn.isTextual()
                        && urn.textValue().equalsIgnoreCase(model.core().getId());
            }
        }
        if (!core) {
            throw mustHoldCore(model);
        }
        requireOwn(model, rules, given);
    }

    /**
     * Checks one or several of them: each is a schema of the resource. Entra names one of its own for groups.
     *
     * @throws Problem {@code invalidSyntax}
     */
    public static void requireOwn(ResourceModel model, DialectRules rules, JsonNode given) {
        if (rules.takesForeignSchemas()) {
            return;
        }
        for (JsonNode urn : given.isArray() ? given : List.of(given)) {
            String text = urn.isTextual() ? urn.textValue() : urn.toString();
            if (!model.core().getId().equalsIgnoreCase(text)
                    && model.extension(text).isEmpty()) {
                throw ScimProblems.foreignSchema(text);
            }
        }
    }

    static Problem mustHoldCore(ResourceModel model) {
        return ScimProblems.invalidSyntax(
                "schemas must be a list that holds " + model.core().getId() + ".");
    }
}
