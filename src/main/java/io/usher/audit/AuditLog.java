package io.usher.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.Call;
import io.usher.access.Caller;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.platform.Ids;
import io.usher.platform.Problem;
import io.usher.platform.Time;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/** Appends to the log. Records are canonical bytes (RFC 8785): what is written once is what is hashed and shown for ever. */
@ApplicationScoped
public class AuditLog {

    static final String SUCCESS = "success";
    static final String REFUSED = "refused";
    private static final int LAYOUT = 1;

    private static final Write RECORD = new Write("write_records", """
            INSERT INTO audit_record (tenant_id, id, recorded_at, actor, outcome, body)
            SELECT tenant_id, id, recorded_at, actor, outcome, decode(body, 'base64') FROM jsonb_to_recordset(:rows)
              AS r(n integer, tenant_id uuid, id uuid, recorded_at timestamptz, actor text, outcome text, body text)""");

    private static final Write SUBJECT = new Write("write_subjects", """
            INSERT INTO audit_subject (tenant_id, user_id, record_id, state_version)
            SELECT tenant_id, user_id, record_id, state_version FROM jsonb_to_recordset(:rows)
              AS r(tenant_id uuid, user_id uuid, record_id uuid, state_version bigint)""");

    private final CurrentCall current;
    private final Writes writes;
    private final PersonKeys keys;
    private final Time time;
    private final String software;

    AuditLog(
            CurrentCall current,
            Writes writes,
            PersonKeys keys,
            Time time,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.current = current;
        this.writes = writes;
        this.keys = keys;
        this.time = time;
        this.software = "usher/" + version;
    }

    /** Adds the record of an accepted change to what the change writes. */
    public void append(Entry entry) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode target = body.putObject("target").put("type", entry.targetType());
        if (entry.targetId() != null) {
            target.put("id", entry.targetId());
        }
        if (entry.changes() != null && entry.personKey() != null) {
            body.putObject("changes")
                    .put("sealedFor", entry.personKey().user().toString())
                    .put("sealed", keys.seal(entry.personKey(), entry.changes(), entry.id()));
        } else if (entry.changes() != null) {
            body.set("changes", entry.changes());
        }
        if (entry.effects() != null && !entry.effects().isEmpty()) {
            body.set("effects", entry.effects());
        }
        if (entry.cause() != null) {
            body.put("cause", entry.cause().toString());
        }
        body.putObject("outcome").put("status", SUCCESS);
        write(entry, body, SUCCESS);
        for (Entry.Subject subject : entry.subjects()) {
            writes.row(SUBJECT)
                    .put("tenant_id", current.tenant().id().toString())
                    .put("user_id", subject.user().toString())
                    .put("record_id", entry.id().toString())
                    .put("state_version", subject.stateVersion());
        }
    }

    /**
     * Records a refused write in a transaction of its own; the change's own is rolled back. Nothing of the refused body is
     * kept: it may hold what was never meant to be kept. A call outside every tenant has no log to be recorded in.
     *
     * @param targetId id in the request's path, or null
     */
    @TenantTransaction
    public void refuse(String targetType, @Nullable String targetId, Problem problem) {
        if (!current.inTenant()) {
            return;
        }
        Entry entry = new Entry(Ids.next(), "refused", targetType, targetId, null, null, null, null, List.of());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode target = body.putObject("target").put("type", targetType);
        if (targetId != null) {
            target.put("id", targetId);
        }
        body.putObject("outcome")
                .put("status", REFUSED)
                .put("kind", problem.kind().name().toLowerCase(java.util.Locale.ROOT))
                .put("code", problem.code());
        write(entry, body, REFUSED);
        writes.flush();
    }

    private void write(Entry entry, ObjectNode body, String outcome) {
        Instant now = time.now();
        Call call = current.call();
        body.put("layout", LAYOUT)
                .put("id", entry.id().toString())
                .put("tenant", current.tenant().id().toString())
                .put("action", entry.action())
                .put("receivedAt", call.receivedAt().toString())
                .put("committedAt", now.toString())
                .put("software", software);
        body.set("actor", actor(call.caller()));
        body.set("request", request(call));
        writes.row(RECORD)
                .put("tenant_id", current.tenant().id().toString())
                .put("id", entry.id().toString())
                .put("recorded_at", now.toString())
                .put("actor", call.caller().actor())
                .put("outcome", outcome)
                .put("body", Base64.getEncoder().encodeToString(canonical(body)));
    }

    private ObjectNode actor(Caller caller) {
        ObjectNode actor = JsonNodeFactory.instance.objectNode().put("id", caller.actor());
        CurrentCall.OpenedConnection connection = current.connection();
        if (connection != null) {
            actor.putObject("connection")
                    .put("id", connection.id().toString())
                    .put("kind", connection.kind())
                    .put("name", connection.name());
        }
        return actor;
    }

    private static ObjectNode request(Call call) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("id", call.requestId())
                .put("method", call.method())
                .put("path", call.path());
        if (call.address() != null) {
            request.put("address", call.address());
        }
        if (call.userAgent() != null) {
            request.put("userAgent", call.userAgent());
        }
        if (!call.correlation().isEmpty()) {
            ObjectNode correlation = request.putObject("correlation");
            call.correlation().forEach(correlation::put);
        }
        return request;
    }

    private static byte[] canonical(ObjectNode body) {
        try {
            return new JsonCanonicalizer(body.toString()).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException("A record cannot be written canonically", e);
        }
    }

    static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
