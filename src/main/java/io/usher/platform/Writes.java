package io.usher.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionScoped;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a change writes beside its own row, gathered over the rooms and sent as one statement at its end.
 * A change writes a dozen rows into half a dozen tables (claims, pools, ledger, record, subjects, outbox); each as a
 * statement of its own would cost a round trip while the seat pool is locked.
 * Every row must already be locked or new: PostgreSQL leaves the order of the parts open, so they may not depend on it.
 */
@TransactionScoped
public class Writes implements Serializable {

    private static final long serialVersionUID = 1L;

    private final transient EntityManager database;
    private final transient Map<Write, ArrayNode> rows = new LinkedHashMap<>();

    public Writes(EntityManager database) {
        this.database = database;
    }

    /**
     * One kind of write, a constant of the room that owns the table.
     *
     * @param name of the part, an SQL identifier; later parts may select from it when it has RETURNING
     * @param sql INSERT, UPDATE or DELETE that reads its rows from {@code jsonb_to_recordset(:rows)}
     */
    public record Write(String name, String sql) {}

    /** Adds an empty row to a write; the caller fills in its columns. */
    public ObjectNode row(Write write) {
        return rows.computeIfAbsent(write, w -> JsonNodeFactory.instance.arrayNode())
                .addObject();
    }

    /** Sends everything that was added since the last flush. */
    public void flush() {
        if (rows.isEmpty()) {
            return;
        }
        StringBuilder sql = new StringBuilder("WITH ");
        rows.keySet()
                .forEach(write -> sql.append(sql.length() > 5 ? ", " : "")
                        .append(write.name())
                        .append(" AS (")
                        .append(write.sql().replace(":rows", "CAST(:" + write.name() + " AS jsonb)"))
                        .append(')'));
        var query = database.createNativeQuery(sql.append(" SELECT 1").toString());
        rows.forEach((write, values) -> query.setParameter(write.name(), values.toString()));
        query.getSingleResult();
        rows.clear();
    }

    /** What was added to a write and not yet sent, or what the database refused. */
    public Iterable<JsonNode> unsent(Write write) {
        return rows.getOrDefault(write, JsonNodeFactory.instance.arrayNode());
    }
}
