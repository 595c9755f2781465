package io.usher.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.audit.Entry.PersonKey;
import io.usher.platform.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Reads the log, newest first, and opens the values of persons whose keys still exist. */
@ApplicationScoped
public class AuditSearch {

    private final Session session;
    private final PersonKeys keys;
    private final ObjectMapper json;

    AuditSearch(Session session, PersonKeys keys, ObjectMapper json) {
        this.session = session;
        this.keys = keys;
        this.json = json;
    }

    /**
     * What is looked for; null means any.
     *
     * @param from first moment, included
     * @param until last moment, excluded
     * @param actor as records name him, such as {@code operator} or {@code token:1a2b3c4d}
     * @param user whom the records are about
     * @param outcome success or refused
     * @param before id of the last record already seen
     */
    public record Query(
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String actor,
            @Nullable UUID user,
            @Nullable String outcome,
            @Nullable UUID before,
            int limit) {}

    /** @param next pass as {@code before} to go on, or null at the end */
    public record Found(List<ObjectNode> records, @Nullable UUID next) {}

    public Found find(UUID tenant, Query query) {
        StringBuilder where = new StringBuilder("r.tenant_id = :tenant");
        Map<String, Object> values = new HashMap<>();
        add(where, values, " AND r.recorded_at >= :from", "from", query.from);
        add(where, values, " AND r.recorded_at < :until", "until", query.until);
        add(where, values, " AND r.actor = :actor", "actor", query.actor);
        add(where, values, " AND r.outcome = :outcome", "outcome", query.outcome);
        add(where, values, " AND r.id < :before", "before", query.before);
        String subject = "";
        if (query.user != null) {
            subject = " JOIN audit_subject s ON s.tenant_id = r.tenant_id AND s.record_id = r.id AND s.user_id = :user";
            values.put("user", query.user);
        }
        int limit = Math.min(Math.max(query.limit, 1), Limits.AUDIT_PAGE);
        var sql = session.createNativeQuery(
                        "SELECT r.id, r.body FROM audit_record r" + subject + " WHERE " + where
                                + " ORDER BY r.id DESC LIMIT :limit",
                        Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("limit", limit);
        values.forEach(sql::setParameter);
        List<ObjectNode> records = new ArrayList<>();
        for (Object[] row : sql.getResultList()) {
            records.add(parse((byte[]) row[1]));
        }
        open(tenant, records);
        UUID next = records.size() < limit
                ? null
                : UUID.fromString(records.get(records.size() - 1).path("id").asText());
        return new Found(records, next);
    }

    private static void add(
            StringBuilder where, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value != null) {
            where.append(condition);
            values.put(name, value);
        }
    }

    private ObjectNode parse(byte[] body) {
        try {
            return (ObjectNode) json.readTree(AuditLog.text(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record in the log is not JSON", e);
        }
    }

    private void open(UUID tenant, List<ObjectNode> records) {
        Map<UUID, PersonKey> known = new HashMap<>();
        List<UUID> people = records.stream()
                .map(record -> record.path("changes").path("sealedFor").asText(""))
                .filter(id -> !id.isEmpty())
                .map(UUID::fromString)
                .distinct()
                .toList();
        if (people.isEmpty()) {
            return;
        }
        session.createNativeQuery(
                        "SELECT k.user_id, k.sealed_key FROM person_key k WHERE k.tenant_id = :tenant AND k.user_id IN (:people)",
                        Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("people", people)
                .getResultList()
                .forEach(row -> known.put((UUID) row[0], new PersonKey((UUID) row[0], (byte[]) row[1])));
        records.forEach(record -> open(record, known));
    }

    /** A destroyed key leaves {@code "erased": true} where the values were. */
    private void open(ObjectNode record, Map<UUID, PersonKey> known) {
        JsonNode sealed = record.path("changes").path("sealed");
        if (sealed.isMissingNode()) {
            return;
        }
        PersonKey key = known.get(
                UUID.fromString(record.path("changes").path("sealedFor").asText()));
        if (key == null) {
            record.putObject("changes").put("erased", true);
            return;
        }
        try {
            UUID id = UUID.fromString(record.path("id").asText());
            record.set("changes", json.readTree(keys.open(key, sealed.asText(), id)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A sealed part of a record is not JSON", e);
        }
    }
}
