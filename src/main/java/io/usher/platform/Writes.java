package io.usher.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Query;
import jakarta.transaction.TransactionScoped;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a change writes beside its own row, gathered over the rooms and sent as one statement at its end.
 * A change writes a dozen rows into half a dozen tables (claims, pools, ledger, record, subjects, outbox); each as a
 * statement of its own would cost a round trip while the seat pool is locked.
 * Every row must already be locked or new: PostgreSQL leaves the order of the parts open, so they may not depend on it.
 * A statement may take 2 s, and a row waits in memory until it is sent: of a change of very many rows, each kind goes ahead as
 * soon as it fills a statement of its own.
 */
@TransactionScoped
public class Writes implements Serializable {

    /** How many rows of a kind one statement takes, or people one lock: less than a tenth of a second. */
    public static final int PART = 2_000;

    private static final long serialVersionUID = 1L;

    private final transient EntityManager database;
    private final transient Map<Write, ArrayNode> rows = new LinkedHashMap<>();

    public Writes(EntityManager database) {
        this.database = database;
    }

    /**
     * One kind of write, a constant of the room that owns the table.
     *
     * @param name of the part, an SQL identifier
     * @param sql INSERT, UPDATE or DELETE that reads its rows from {@code jsonb_to_recordset(:rows)}, or a SELECT that gives
     *     them to a function which writes
     */
    public record Write(String name, String sql) {}

    /** Adds an empty row to a write; the caller fills in its columns. */
    public ObjectNode row(Write write) {
        ArrayNode full = rows.get(write);
        if (full != null && full.size() == PART) {
            // The rows of the entities stay with their rooms, which know what to say when one of them is refused.
            send(Map.of(write, full), FlushModeType.COMMIT);
            full.removeAll();
        }
        return rows.computeIfAbsent(write, w -> JsonNodeFactory.instance.arrayNode())
                .addObject();
    }

    /** Sends everything that was added since the last flush and has not gone ahead. */
    public void flush() {
        if (!rows.isEmpty()) {
            send(rows, FlushModeType.AUTO);
            rows.clear();
        }
    }

    private void send(Map<Write, ArrayNode> parts, FlushModeType entities) {
        String sql = parts.keySet().stream()
                .map(write -> write.name() + " AS ("
                        + write.sql().replace(":rows", "CAST(:" + write.name() + " AS jsonb)") + ")")
                .collect(Collectors.joining(", ", "WITH ", " SELECT 1" + calls(parts.keySet())));
        Query query = database.createNativeQuery(sql).setFlushMode(entities);
        parts.forEach((write, values) -> query.setParameter(write.name(), values.toString()));
        query.getSingleResult();
    }

    /** A part that only selects is left out unless it is asked for. */
    private static String calls(Set<Write> parts) {
        return parts.stream()
                .filter(write -> write.sql().startsWith("SELECT"))
                .map(write -> ", (SELECT count(*) FROM " + write.name() + ")")
                .collect(Collectors.joining());
    }

    /** What was added to a write and not yet sent, or what the database refused. */
    public Iterable<JsonNode> unsent(Write write) {
        return rows.getOrDefault(write, JsonNodeFactory.instance.arrayNode());
    }
}
