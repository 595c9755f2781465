package io.usher.lifecycle;

import io.usher.platform.Ids;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * What is done after the change that asked for it: people in batches, because they are many, or something at a later moment.
 * A row goes when its work is done.
 */
@ApplicationScoped
public class WorkList {

    private static final String SELECT = """
            SELECT w.tenant_id, w.id, w.kind, w.subject, q.due_at, w.last_id, w.total, w.done, w.record_id, w.created_at
            FROM work w JOIN work_queue q ON q.tenant_id = w.tenant_id AND q.work_id = w.id""";

    private final Session session;
    private final Time time;

    WorkList(Session session, Time time) {
        this.session = session;
        this.time = time;
    }

    public enum Kind {
        /** Seats of people who were named are decided anew. */
        PEOPLE,
        /** Seats of the members of a group are decided anew. */
        MEMBERS,
        /** Seats of all active people are. */
        EVERYBODY,
        /** Somebody's pin ends. */
        PIN,
        /** A pool's contract begins. */
        POOL,
        /** Another connection takes over people. */
        HANDOVER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param subject id of the group or of the person, type of the pool, or ids of the connections and the group of a hand-over
     * @param lastId how far it is, in the order of ids, or null when it has not begun
     * @param record of the change that asked for it
     */
    public record Item(
            UUID tenant,
            UUID id,
            Kind kind,
            @Nullable String subject,
            Instant dueAt,
            @Nullable UUID lastId,
            int total,
            int done,
            UUID record,
            Instant createdAt) {

        private static Item read(ResultSet row) throws SQLException {
            return new Item(
                    row.getObject("tenant_id", UUID.class),
                    row.getObject("id", UUID.class),
                    Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    row.getString("subject"),
                    row.getTimestamp("due_at").toInstant(),
                    row.getObject("last_id", UUID.class),
                    row.getInt("total"),
                    row.getInt("done"),
                    row.getObject("record_id", UUID.class),
                    row.getTimestamp("created_at").toInstant());
        }
    }

    void add(UUID tenant, Kind kind, @Nullable String subject, Instant dueAt, int total, UUID record) {
        add(tenant, kind, subject, null, dueAt, total, record);
    }

    /** @param people in the order of their ids */
    void add(UUID tenant, List<UUID> people, UUID record) {
        String ids = people.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
        add(tenant, Kind.PEOPLE, null, ids, time.now(), people.size(), record);
    }

    private void add(
            UUID tenant,
            Kind kind,
            @Nullable String subject,
            @Nullable String people,
            Instant dueAt,
            int total,
            UUID record) {
        change("""
                WITH added AS (
                    INSERT INTO work (tenant_id, id, kind, subject, people, total, record_id, created_at)
                    VALUES (?, ?, ?, ?, CAST(? AS uuid[]), ?, ?, ?) RETURNING tenant_id, id)
                INSERT INTO work_queue (tenant_id, work_id, due_at) SELECT tenant_id, id, ? FROM added""", tenant, Ids.next(), kind.word(), subject, people, total, record, time.now(), dueAt);
    }

    /** Of the people who were named, those after this one. */
    List<UUID> peopleAfter(Item item, @Nullable UUID id, int max) {
        return session.createNativeQuery("""
                        SELECT named.id FROM work w CROSS JOIN LATERAL unnest(w.people) AS named (id)
                        WHERE w.tenant_id = :tenant AND w.id = :id AND named.id > :after ORDER BY named.id""", UUID.class)
                .setParameter("tenant", item.tenant())
                .setParameter("id", item.id())
                .setParameter("after", id == null ? new UUID(0, 0) : id)
                .setMaxResults(max)
                .getResultList();
    }

    /** Something that may be done now. */
    record Due(UUID tenant, UUID work) {}

    /** In whatever tenant it is to be done: first what has waited longest. */
    List<Due> due(int max) {
        return session
                .createNativeQuery(
                        "SELECT tenant_id, work_id FROM work_queue WHERE due_at <= :now ORDER BY due_at, work_id",
                        Object[].class)
                .setParameter("now", time.now())
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(row -> new Due((UUID) row[0], (UUID) row[1]))
                .toList();
    }

    /** The row, locked; none when it is done, or another program is at it. */
    Optional<Item> take(UUID tenant, UUID id) {
        return read(SELECT + " WHERE w.tenant_id = ? AND w.id = ? FOR UPDATE OF w SKIP LOCKED", tenant, id).stream()
                .findFirst();
    }

    /** A batch is done; what others asked for meanwhile comes before the next one. */
    void advance(Item item, UUID lastId, int done) {
        change(
                "UPDATE work SET last_id = ?, done = done + ? WHERE tenant_id = ? AND id = ?",
                lastId,
                done,
                item.tenant(),
                item.id());
        postpone(new Due(item.tenant(), item.id()), time.now());
    }

    void finish(Item item) {
        change("DELETE FROM work_queue WHERE tenant_id = ? AND work_id = ?", item.tenant(), item.id());
        change("DELETE FROM work WHERE tenant_id = ? AND id = ?", item.tenant(), item.id());
    }

    void postpone(Due due, Instant until) {
        change("UPDATE work_queue SET due_at = ? WHERE tenant_id = ? AND work_id = ?", until, due.tenant(), due.work());
    }

    /** What is still to be done for a tenant, the oldest first. */
    public List<Item> of(UUID tenant) {
        return read(SELECT + " WHERE w.tenant_id = ? ORDER BY w.created_at, w.id LIMIT 1000", tenant);
    }

    private List<Item> read(String sql, Object... parameters) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, parameters);
                List<Item> items = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        items.add(Item.read(row));
                    }
                }
                return items;
            }
        });
    }

    private void change(String sql, @Nullable Object... parameters) {
        session.doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, parameters);
                statement.executeUpdate();
            }
        });
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            statement.setObject(i + 1, value instanceof Instant instant ? Timestamp.from(instant) : value);
        }
    }
}
