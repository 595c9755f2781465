package io.usher.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.usher.access.TenantTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The events of all tenants, oldest first, for a reader who comes back with the cursor of where he was.
 * Migration V013 says how they get into one order.
 */
@ApplicationScoped
@TenantTransaction
public class EventFeed {

    /** Numbered at one go: more than any page holds, and done in a fraction of what a statement may take. */
    static final int BATCH = 10_000;

    private static final String READ = """
            SELECT f.last_position, f.pruned_position, e.place, e.tenant, e.id, e.type, e.user_id, e.group_id,
                   e.state_version, e.record_id, e.payload, e.created_at
            FROM event_feed f LEFT JOIN LATERAL events_after(:after, :limit) e ON true
            ORDER BY e.place""";

    private final Session session;
    private final ObjectMapper json;

    EventFeed(Session session, ObjectMapper json) {
        this.session = session;
        this.json = json;
    }

    /**
     * An event as it is told; what is null is left out.
     *
     * @param tenant name
     * @param user whom it is about
     * @param group which group it is about
     * @param stateVersion orders the events of one person
     * @param record id of the audit record of the same change
     * @param data depends on the type
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Told(
            UUID id,
            String type,
            String tenant,
            @Nullable UUID user,
            @Nullable UUID group,
            @Nullable Long stateVersion,
            UUID record,
            Instant at,
            JsonNode data) {}

    /** @param next the cursor of the last of these events, or the one that was given when there are none */
    public record Page(List<Told> events, String next) {}

    /**
     * Gives what was committed since the last time its place. Comes before reading, in a transaction of its own: nobody waits
     * for another one's page.
     */
    public void number() {
        number(session);
    }

    /** As {@link #number()}, in the transaction of the caller, who is no reader of the feed; answers of how many, at most. */
    public static int number(EntityManager database) {
        return (Integer) database.createNativeQuery("SELECT number_events(:most)", Integer.class)
                .setParameter("most", BATCH)
                .getSingleResult();
    }

    /**
     * The events behind a cursor.
     *
     * @param after null for the oldest that are kept
     * @throws io.usher.platform.Problem when the cursor is none, lies in the future, or events behind it are gone
     */
    public Page after(@Nullable String after, int limit) {
        long position = after == null ? 0 : FeedCursor.of(after).position();
        List<Tuple> rows = session.createNativeQuery(READ, Tuple.class)
                .setParameter("after", position)
                .setParameter("limit", limit)
                .getResultList();
        // One row at least: that of the feed itself.
        long last = rows.get(0).get("last_position", Long.class);
        long pruned = rows.get(0).get("pruned_position", Long.class);
        if (position > last) {
            throw EventProblems.badCursor();
        }
        if (after != null && position < pruned) {
            throw EventProblems.pruned();
        }
        Long end = rows.get(rows.size() - 1).get("place", Long.class);
        return end == null
                ? new Page(List.of(), new FeedCursor(Math.max(position, pruned)).text())
                : new Page(rows.stream().map(this::told).toList(), new FeedCursor(end).text());
    }

    private Told told(Tuple row) {
        return new Told(
                row.get("id", UUID.class),
                row.get("type", String.class),
                row.get("tenant", String.class),
                row.get("user_id", UUID.class),
                row.get("group_id", UUID.class),
                row.get("state_version", Long.class),
                row.get("record_id", UUID.class),
                row.get("created_at", Instant.class),
                parse(row.get("payload", String.class)));
    }

    private JsonNode parse(String payload) {
        try {
            return json.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event in the outbox is not JSON", e);
        }
    }
}
