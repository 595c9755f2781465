package io.usher.directory;

import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Memberships that SCIM shows and nothing else counts: those of who is inactive, and those of who is back that wait for an
 * administrator's word. Whoever changes them holds the person's row.
 */
@ApplicationScoped
public class DormantMemberships {

    private static final Write SLEEP = new Write("make_memberships_dormant", """
            UPDATE membership m SET dormant_since = coalesce(m.dormant_since, r.at), asked_at = NULL
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, member_id uuid, at timestamptz)
            WHERE m.tenant_id = r.tenant_id AND m.member_id = r.member_id
              AND (m.dormant_since IS NULL OR m.asked_at IS NOT NULL)""");

    /** The tenant's policy is read where it is applied: it costs no statement. */
    private static final String RETURN = """
            UPDATE membership m
            SET dormant_since = CASE WHEN d.asked THEN m.dormant_since END, asked_at = CASE WHEN d.asked THEN d.at END
            FROM (SELECT s.group_id, v.at,
                         g.privileged OR t.reactivation = 'ask'
                           OR (t.reactivation = 'restoreYounger'
                               AND s.dormant_since <= v.at - make_interval(days => t.reactivation_days)) AS asked
                  FROM (VALUES (CAST(? AS uuid), CAST(? AS uuid), CAST(? AS timestamptz))) AS v(tenant_id, member_id, at)
                  JOIN tenants t ON t.id = v.tenant_id
                  JOIN membership s ON s.tenant_id = v.tenant_id AND s.member_id = v.member_id
                                   AND s.dormant_since IS NOT NULL
                  JOIN groups g ON g.tenant_id = s.tenant_id AND g.id = s.group_id) d
            WHERE m.tenant_id = ? AND m.member_id = ? AND m.group_id = d.group_id
            RETURNING m.group_id, m.dormant_since IS NULL""";

    private static final String ANSWER = """
            UPDATE membership m
            SET dormant_since = CASE WHEN m.group_id <> ALL (?) THEN m.dormant_since END, asked_at = NULL
            WHERE m.tenant_id = ? AND m.member_id = ? AND m.asked_at IS NOT NULL
            RETURNING m.group_id, m.dormant_since IS NULL""";

    private static final String QUESTIONS = """
            SELECT m.member_id, u.document ->> 'userName', m.asked_at, m.group_id, g.document ->> 'displayName',
                   g.privileged, m.dormant_since
            FROM (SELECT DISTINCT a.member_id FROM membership a
                  WHERE a.tenant_id = ? AND a.member_id > ? AND a.asked_at IS NOT NULL
                  ORDER BY a.member_id LIMIT ?) p
            JOIN membership m ON m.tenant_id = ? AND m.member_id = p.member_id AND m.asked_at IS NOT NULL
            JOIN users u ON u.tenant_id = m.tenant_id AND u.id = m.member_id
            JOIN groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
            ORDER BY m.member_id, m.group_id""";

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Session session;
    private final Writes writes;

    DormantMemberships(Session session, Writes writes) {
        this.session = session;
        this.writes = writes;
    }

    /** Groups in which somebody counts again, and those in which he does not; by id. */
    public record Woken(List<UUID> restored, List<UUID> dormant) {

        public boolean isEmpty() {
            return restored.isEmpty() && dormant.isEmpty();
        }
    }

    /** Somebody who is back, and the memberships about which an administrator is asked. */
    public record Question(UUID user, String userName, Instant askedAt, List<Asked> groups) {}

    /** @param privileged what is asked about whatever the tenant's policy is */
    public record Asked(UUID id, String displayName, boolean privileged, Instant dormantSince) {}

    /** He was deactivated: SCIM goes on showing his memberships, nothing else counts them, and nobody is asked any more. */
    public void fallAsleep(UUID tenant, UUID member, Instant now) {
        writes.row(SLEEP)
                .put("tenant_id", tenant.toString())
                .put("member_id", member.toString())
                .put("at", now.toString());
    }

    /**
     * He is back, and with him the memberships that the tenant's policy restores; about the others an administrator is asked.
     * Done at once, for their groups' rules say which seat he is to have.
     */
    public Woken wake(UUID tenant, UUID member, Instant now) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement sql = connection.prepareStatement(RETURN)) {
                sql.setObject(1, tenant);
                sql.setObject(2, member);
                sql.setTimestamp(3, Timestamp.from(now));
                sql.setObject(4, tenant);
                sql.setObject(5, member);
                return woken(sql);
            }
        });
    }

    /**
     * An administrator answers everything that is asked about somebody.
     *
     * @param restore groups in which he counts again; in the others he stays dormant and is asked about no more
     * @throws io.usher.platform.Problem when nothing is asked about him, or not about one of these groups
     */
    public Woken answer(UUID tenant, UUID member, Set<UUID> restore) {
        Woken woken = session.doReturningWork(connection -> {
            try (PreparedStatement sql = connection.prepareStatement(ANSWER)) {
                sql.setArray(1, connection.createArrayOf("uuid", restore.toArray()));
                sql.setObject(2, tenant);
                sql.setObject(3, member);
                return woken(sql);
            }
        });
        if (woken.isEmpty()) {
            throw DirectoryProblems.nothingAsked();
        }
        for (UUID group : restore) {
            if (!woken.restored().contains(group)) {
                throw DirectoryProblems.notAskedAbout(group);
            }
        }
        return woken;
    }

    private static Woken woken(PreparedStatement sql) throws SQLException {
        Woken woken = new Woken(new ArrayList<>(), new ArrayList<>());
        try (ResultSet row = sql.executeQuery()) {
            while (row.next()) {
                (row.getBoolean(2) ? woken.restored : woken.dormant).add(row.getObject(1, UUID.class));
            }
        }
        woken.restored.sort(Comparator.comparing(UUID::toString));
        woken.dormant.sort(Comparator.comparing(UUID::toString));
        return woken;
    }

    /**
     * About whom is asked, by id.
     *
     * @param after the person behind whom the page begins, or null for the first page
     * @param most people
     */
    public List<Question> questions(UUID tenant, @Nullable UUID after, int most) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement sql = connection.prepareStatement(QUESTIONS)) {
                sql.setObject(1, tenant);
                sql.setObject(2, Objects.requireNonNullElse(after, BEFORE_ALL));
                sql.setInt(3, most);
                sql.setObject(4, tenant);
                return questions(sql);
            }
        });
    }

    private static List<Question> questions(PreparedStatement sql) throws SQLException {
        Map<UUID, Question> questions = new LinkedHashMap<>();
        try (ResultSet row = sql.executeQuery()) {
            while (row.next()) {
                UUID user = row.getObject(1, UUID.class);
                Question question = questions.get(user);
                if (question == null) {
                    question = new Question(
                            user, row.getString(2), row.getTimestamp(3).toInstant(), new ArrayList<>());
                    questions.put(user, question);
                }
                question.groups.add(new Asked(
                        row.getObject(4, UUID.class),
                        row.getString(5),
                        row.getBoolean(6),
                        row.getTimestamp(7).toInstant()));
            }
        }
        return List.copyOf(questions.values());
    }
}
