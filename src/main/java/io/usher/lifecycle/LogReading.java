package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.TenantTransaction;
import io.usher.audit.AuditSearch.Query;
import io.usher.audit.Entry;
import io.usher.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;

/** Reading the log is itself recorded: who looked for what. */
@ApplicationScoped
@TenantTransaction
public class LogReading {

    private final Chronicle chronicle;

    LogReading(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    public void recordSearch(Query query) {
        ObjectNode asked = JsonNodeFactory.instance
                .objectNode()
                .put("from", Objects.toString(query.from(), null))
                .put("until", Objects.toString(query.until(), null))
                .put("actor", query.actor())
                .put("user", Objects.toString(query.user(), null))
                .put("outcome", query.outcome())
                .put("cursor", Objects.toString(query.before(), null));
        asked.properties().removeIf(field -> field.getValue().isNull());
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        effects.set("search", asked);
        Entry entry = new Entry(Ids.next(), "log.searched", "AuditLog", null, null, null, effects, null, List.of());
        chronicle.tell(entry, List.of(), null);
    }
}
