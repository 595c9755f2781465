package io.usher.reports;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What in groups confuses: members with seats of several types, members who do not count, rules that contradict. */
@ApplicationScoped
public class GroupReports {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** Of the next groups with members; dormant memberships do not count. */
    private static final String MIXED = """
            SELECT g.id, g.document ->> 'displayName', s.type, s.members,
                   g.allowed_seat_types IS NULL OR s.type = ANY (g.allowed_seat_types)
            FROM unnest(:groups) AS named (id)
            JOIN groups g ON g.tenant_id = :tenant AND g.id = named.id AND g.deleted_at IS NULL
            CROSS JOIN LATERAL (
                SELECT c.held_type AS type, count(*) AS members
                FROM membership m
                JOIN seat_claim c ON c.tenant_id = m.tenant_id AND c.user_id = m.member_id
                WHERE m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.dormant_since IS NULL
                  AND c.held_type IS NOT NULL
                GROUP BY c.held_type) s
            ORDER BY g.id, s.type""";

    private static final String GROUPS = """
            SELECT g.id FROM groups g
            WHERE g.tenant_id = :tenant AND g.id > :after AND g.deleted_at IS NULL ORDER BY g.id LIMIT :most""";

    /** Two rules of which only one can hold, or one for admins that does not. */
    private static final String CONFLICTS = """
            SELECT r.user_id, u.user_name, c.wanted_type, c.source, c.app_role, r.gives
            FROM (SELECT m.member_id AS user_id, count(DISTINCT g.rule_type) AS types, bool_or(g.rule_admin) AS admin,
                         string_agg(g.id || ' ' || CASE WHEN g.rule_admin THEN 'admin' ELSE g.rule_type END, ','
                                    ORDER BY g.rule_priority, g.id) AS gives
                  FROM groups g
                  JOIN membership m ON m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.dormant_since IS NULL
                  WHERE g.tenant_id = :tenant AND g.rule_type IS NOT NULL AND g.deleted_at IS NULL
                    AND m.member_id > :after
                  GROUP BY m.member_id) r
            JOIN users u ON u.tenant_id = :tenant AND u.id = r.user_id AND u.directory = 'active'
            JOIN seat_claim c ON c.tenant_id = :tenant AND c.user_id = r.user_id
            WHERE r.types > 1 OR (r.admin AND c.app_role <> 'admin')
            ORDER BY r.user_id LIMIT :most""";

    private final Session session;

    GroupReports(Session session) {
        this.session = session;
    }

    /**
     * Members of a group who hold a seat of one type.
     *
     * @param effective false when the group does not allow the type: these memberships have no effect
     */
    public record Share(UUID group, String displayName, String seatType, long members, boolean effective) {}

    /**
     * @param shares of groups with several types, or with memberships that have no effect; by group
     * @param next the last group that was looked at, or null at the end
     */
    public record Mixed(List<Share> shares, @Nullable UUID next) {}

    /**
     * Somebody for whom rules say different things.
     *
     * @param seatType that he is to have
     * @param source what decided that
     * @param rules group and what it gives, those that come first first
     */
    public record Conflict(
            UUID user,
            String userName,
            @Nullable String seatType,
            @Nullable String source,
            String appRole,
            List<Gives> rules) {}

    /** @param gives a seat type, or admin */
    public record Gives(UUID group, String gives) {}

    /** @param most groups that are looked at */
    public Mixed mixed(UUID tenant, @Nullable UUID after, int most) {
        List<UUID> groups = session.createNativeQuery(GROUPS, UUID.class)
                .setParameter("tenant", tenant)
                .setParameter("after", Objects.requireNonNullElse(after, BEFORE_ALL))
                .setParameter("most", most)
                .getResultList();
        return new Mixed(mixed(tenant, groups), groups.size() < most ? null : groups.get(most - 1));
    }

    /** The shares of one group; none when it is not mixed. */
    public List<Share> mixed(UUID tenant, UUID group) {
        return mixed(tenant, List.of(group));
    }

    private List<Share> mixed(UUID tenant, List<UUID> groups) {
        List<Share> shares = session
                .createNativeQuery(MIXED, Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("groups", groups.toArray(UUID[]::new))
                .getResultList()
                .stream()
                .map(row -> new Share(
                        (UUID) row[0], (String) row[1], (String) row[2], ((Number) row[3]).longValue(), (Boolean)
                                row[4]))
                .toList();
        return shares.stream()
                .filter(share -> shares.stream()
                        .anyMatch(other -> other.group().equals(share.group())
                                && (!other.effective() || !other.seatType().equals(share.seatType()))))
                .toList();
    }

    /** By id of the person. */
    public List<Conflict> conflicts(UUID tenant, @Nullable UUID after, int most) {
        return session
                .createNativeQuery(CONFLICTS, Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("after", Objects.requireNonNullElse(after, BEFORE_ALL))
                .setParameter("most", most)
                .getResultList()
                .stream()
                .map(row -> new Conflict(
                        (UUID) row[0],
                        (String) row[1],
                        (String) row[2],
                        (String) row[3],
                        (String) row[4],
                        List.of(((String) row[5]).split(",", -1)).stream()
                                .map(GroupReports::gives)
                                .toList()))
                .toList();
    }

    private static Gives gives(String rule) {
        String[] words = rule.split(" ", 2);
        return new Gives(UUID.fromString(words[0]), words[1]);
    }
}
