package io.usher.events;

import io.usher.platform.Ids;
import io.usher.platform.Time;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;

/** Events on their way out: committed with the change, or not at all. */
@ApplicationScoped
public class Outbox {

    private static final Write EVENT = new Write("write_events", """
            INSERT INTO outbox (tenant_id, id, type, user_id, group_id, state_version, record_id, payload, created_at)
            SELECT tenant_id, id, type, user_id, group_id, state_version, record_id, payload, created_at
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, id uuid, type text, user_id uuid, group_id uuid,
                state_version bigint, record_id uuid, payload jsonb, created_at timestamptz)""");

    private final Writes writes;
    private final Time time;

    Outbox(Writes writes, Time time) {
        this.writes = writes;
        this.time = time;
    }

    /**
     * Adds an event to what the change writes.
     *
     * @return its id
     */
    public UUID add(UUID tenant, Event event) {
        UUID id = Ids.next();
        writes.row(EVENT)
                .put("tenant_id", tenant.toString())
                .put("id", id.toString())
                .put("type", event.type())
                .put("user_id", Objects.toString(event.user(), null))
                .put("group_id", Objects.toString(event.group(), null))
                .put("state_version", event.stateVersion())
                .put("record_id", event.record().toString())
                .put("created_at", time.now().toString())
                .set("payload", event.payload());
        return id;
    }
}
