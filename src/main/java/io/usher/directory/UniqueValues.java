package io.usher.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * The values that only one resource may have. They are written with the rest of a change and last, so that of two changes
 * that want the same value one waits for the other's end and is then refused.
 */
@ApplicationScoped
public class UniqueValues {

    private static final Write FORGET = new Write("forget_unique", """
            DELETE FROM unique_value v USING jsonb_to_recordset(:rows)
              AS r(tenant_id uuid, attribute text, folded text, resource_id uuid)
            WHERE v.tenant_id = r.tenant_id AND v.resource_id = r.resource_id AND v.attribute = r.attribute
              AND v.folded IS DISTINCT FROM r.folded""");

    private static final Write FORGET_ALL = new Write("forget_all_unique", """
            DELETE FROM unique_value v USING jsonb_to_recordset(:rows) AS r(tenant_id uuid, resource_id uuid)
            WHERE v.tenant_id = r.tenant_id AND v.resource_id = r.resource_id""");

    /** In one order of attributes, so that no two changes wait for each other. */
    private static final Write TAKE = new Write("take_unique", """
            INSERT INTO unique_value (tenant_id, resource_type, attribute, folded, resource_id)
            SELECT tenant_id, resource_type, attribute, folded, resource_id FROM jsonb_to_recordset(:rows)
              AS r(tenant_id uuid, resource_type text, attribute text, folded text, resource_id uuid)
            WHERE NOT EXISTS (SELECT 1 FROM unique_value v
              WHERE v.tenant_id = r.tenant_id AND v.resource_type = r.resource_type AND v.attribute = r.attribute
                AND v.folded = r.folded AND v.resource_id = r.resource_id)
            ORDER BY attribute""");

    /** What somebody had before the vendor declared the attribute unique is noted, and refused to nobody. */
    private static final Write NOTE = new Write("note_unique", """
            INSERT INTO unique_value (tenant_id, resource_type, attribute, folded, resource_id)
            SELECT tenant_id, resource_type, attribute, folded, resource_id FROM jsonb_to_recordset(:rows)
              AS r(tenant_id uuid, resource_type text, attribute text, folded text, resource_id uuid)
            ORDER BY attribute ON CONFLICT DO NOTHING""");

    private final Writes writes;

    UniqueValues(Writes writes) {
        this.writes = writes;
    }

    /**
     * Takes what a resource is to have and gives back what it had.
     *
     * @param before search form, or null when the resource is new
     */
    void change(Owner owner, List<UniqueAttribute> attributes, @Nullable ObjectNode before, ObjectNode after) {
        for (UniqueAttribute attribute : attributes) {
            String had = before == null ? null : attribute.in(before);
            String has = attribute.in(after);
            if (had != null && !had.equals(has)) {
                row(FORGET, owner).put("attribute", attribute.name()).put("folded", has);
            }
            if (has != null) {
                row(has.equals(had) ? NOTE : TAKE, owner)
                        .put("attribute", attribute.name())
                        .put("folded", has);
            }
        }
    }

    /** The resource is gone: others may have its values. */
    void forget(Owner owner) {
        row(FORGET_ALL, owner);
    }

    /**
     * Whose value it is.
     *
     * @param type {@code User} or {@code Group}
     */
    record Owner(UUID tenant, String type, UUID id) {}

    private ObjectNode row(Write write, Owner owner) {
        return writes.row(write)
                .put("tenant_id", owner.tenant().toString())
                .put("resource_type", owner.type())
                .put("resource_id", owner.id().toString());
    }

    /** The refusal of a change whose writes were refused by the database, or the failure itself when it is another. */
    public RuntimeException refusal(ConstraintViolationException violation) {
        if (!"unique_value_key".equals(violation.getConstraintName())) {
            return violation;
        }
        Set<String> wanted = new TreeSet<>();
        String type = "";
        for (JsonNode row : writes.unsent(TAKE)) {
            wanted.add(row.path("attribute").asText());
            type = row.path("resource_type").asText();
        }
        return DirectoryProblems.taken(type, wanted, violation);
    }
}
