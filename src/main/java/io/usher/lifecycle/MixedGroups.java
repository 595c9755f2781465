package io.usher.lifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.audit.Entry;
import io.usher.directory.Groups;
import io.usher.events.Event;
import io.usher.platform.Ids;
import io.usher.platform.Time;
import io.usher.reports.GroupReports;
import io.usher.reports.GroupReports.Share;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Groups that become mixed, one look at one group at a time: told once, and again only after they were not mixed. */
@ApplicationScoped
@TenantTransaction
class MixedGroups {

    private final Session session;
    private final CurrentCall current;
    private final Groups groups;
    private final GroupReports reports;
    private final Chronicle chronicle;
    private final Time time;

    MixedGroups(
            Session session, CurrentCall current, Groups groups, GroupReports reports, Chronicle chronicle, Time time) {
        this.session = session;
        this.current = current;
        this.groups = groups;
        this.reports = reports;
        this.chronicle = chronicle;
        this.time = time;
    }

    /** False when it was looked at before, or another program is at it. */
    boolean look(UUID group) {
        UUID tenant = current.tenant().id();
        if (!take(tenant, group)) {
            return false;
        }
        List<Share> shares = reports.mixed(tenant, group);
        if (groups.mixed(tenant, group, shares.isEmpty() ? null : time.now()) && !shares.isEmpty()) {
            tell(group, shares);
        }
        return true;
    }

    /** Before it is looked at: what happens from here on puts it in the queue anew. */
    private boolean take(UUID tenant, UUID group) {
        return session.createNativeMutationQuery("""
                        DELETE FROM group_queue WHERE (tenant_id, group_id) IN (
                            SELECT q.tenant_id, q.group_id FROM group_queue q
                            WHERE q.tenant_id = :tenant AND q.group_id = :group FOR UPDATE SKIP LOCKED)""")
                        .setParameter("tenant", tenant)
                        .setParameter("group", group)
                        .executeUpdate()
                > 0;
    }

    private void tell(UUID group, List<Share> shares) {
        UUID record = Ids.next();
        ObjectNode effects = JsonNodeFactory.instance.objectNode();
        ArrayNode types = effects.putArray("seatTypes");
        shares.forEach(share -> types.add(share.seatType()));
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("id", group.toString())
                .put("displayName", shares.get(0).displayName())
                .set("seatTypes", types.deepCopy());
        chronicle.tellAlert(
                new Entry(record, "group.mixed", "Group", group.toString(), null, null, effects, null, List.of()),
                new Event("group.mixed", null, group, null, record, payload));
    }
}
