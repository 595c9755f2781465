package io.usher.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.usher.platform.Time;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;

/**
 * Mails about what somebody should hear of, on their way out: written with the change or not at all, one for each recipient
 * that the tenant has. Nothing is written while nobody may send mail.
 */
@ApplicationScoped
public class AlertMail {

    private static final Write MAIL = new Write("mailing", """
            SELECT queue_mail(tenant_id, event_id, type, payload, at) FROM jsonb_to_recordset(:rows)
              AS r(tenant_id uuid, event_id uuid, type text, payload jsonb, at timestamptz)""");

    private final Session session;
    private final Writes writes;
    private final ObjectMapper json;
    private final Time time;
    private final Optional<String> sender;

    AlertMail(
            Session session,
            Writes writes,
            ObjectMapper json,
            Time time,
            @ConfigProperty(name = "usher.mail.from") Optional<String> sender) {
        this.session = session;
        this.writes = writes;
        this.json = json;
        this.time = time;
        this.sender = sender;
    }

    /**
     * One mail to one recipient.
     *
     * @param tenant its id; name and displayName are as they are now
     * @param event id of what it is about
     * @param type of the event, and data as it was told
     * @param at when that happened
     */
    record Letter(
            UUID tenant,
            UUID id,
            String name,
            String displayName,
            UUID event,
            String type,
            JsonNode data,
            Instant at,
            String recipient) {}

    /** From which address mail is sent, or none when it is not. */
    Optional<String> sender() {
        return sender;
    }

    /**
     * Adds the mails about an event to what the change writes.
     *
     * @param id of the event
     */
    public void add(UUID tenant, UUID id, Event event) {
        if (sender.isPresent()) {
            writes.row(MAIL)
                    .put("tenant_id", tenant.toString())
                    .put("event_id", id.toString())
                    .put("type", event.type())
                    .put("at", time.now().toString())
                    .set("payload", event.payload());
        }
    }

    /**
     * The mail that has waited longest. Nobody else gets it until the moment when it is due again.
     *
     * @param again when that is, unless it is {@link #finish finished} or {@link #postpone postponed} before
     */
    Optional<Letter> take(Instant now, Instant again) {
        List<Tuple> rows = session.createNativeQuery("SELECT * FROM take_mail(:now, :again)", Tuple.class)
                .setParameter("now", now)
                .setParameter("again", again)
                .getResultList();
        return rows.stream().findFirst().map(this::letter);
    }

    private Letter letter(Tuple row) {
        return new Letter(
                row.get("tenant_id", UUID.class),
                row.get("id", UUID.class),
                row.get("tenant", String.class),
                row.get("display_name", String.class),
                row.get("event_id", UUID.class),
                row.get("type", String.class),
                parse(row.get("payload", String.class)),
                row.get("happened_at", Instant.class),
                row.get("recipient", String.class));
    }

    private JsonNode parse(String payload) {
        try {
            return json.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A mail's event is not JSON", e);
        }
    }

    /** It is sent, or given up. */
    void finish(Letter letter) {
        session.createNativeQuery("SELECT CAST(finish_mail(:tenant, :id) AS text)", String.class)
                .setParameter("tenant", letter.tenant())
                .setParameter("id", letter.id())
                .getSingleResult();
    }

    void postpone(Letter letter, Instant until) {
        session.createNativeMutationQuery(
                        "UPDATE mail_queue SET due_at = :until WHERE tenant_id = :tenant AND mail_id = :id")
                .setParameter("until", until)
                .setParameter("tenant", letter.tenant())
                .setParameter("id", letter.id())
                .executeUpdate();
    }
}
