package io.usher.directory;

import io.usher.platform.Limits;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Who is in which group. A change names its people and reads nobody else, however large the group is. */
@ApplicationScoped
public class Memberships {

    private static final Write JOIN = new Write("join_group", """
            INSERT INTO membership (tenant_id, group_id, member_id, added_at, dormant_since)
            SELECT tenant_id, group_id, member_id, at, CASE WHEN dormant THEN at END FROM jsonb_to_recordset(:rows)
              AS r(tenant_id uuid, group_id uuid, member_id uuid, at timestamptz, dormant boolean)""");

    private static final Write LEAVE = new Write("leaving", """
            SELECT leave_group(tenant_id, group_id, array_agg(member_id))
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, group_id uuid, member_id uuid)
            GROUP BY tenant_id, group_id""");

    private static final Write WAKE = new Write("waking", """
            SELECT wake_members(tenant_id, group_id, array_agg(member_id))
            FROM jsonb_to_recordset(:rows) AS r(tenant_id uuid, group_id uuid, member_id uuid)
            GROUP BY tenant_id, group_id""");

    private static final Write LEAVE_ALL = new Write("leave_all_groups", """
            DELETE FROM membership m USING jsonb_to_recordset(:rows) AS r(tenant_id uuid, member_id uuid)
            WHERE m.tenant_id = r.tenant_id AND m.member_id = r.member_id""");

    private final Session session;
    private final Writes writes;

    Memberships(Session session, Writes writes) {
        this.session = session;
        this.writes = writes;
    }

    /**
     * A person named by a membership change, his row and his claim locked.
     *
     * @param dormant he is a member, but his membership has no effect
     */
    public record Candidate(
            UUID id, boolean active, boolean protectedAccount, boolean member, boolean dormant, long stateVersion) {}

    /** What came of a change. */
    public record Outcome(List<Candidate> joined, List<Candidate> left, List<Candidate> woken) {

        public boolean isEmpty() {
            return joined.isEmpty() && left.isEmpty() && woken.isEmpty();
        }

        /** Everybody whose membership changed. */
        public List<Candidate> everybody() {
            List<Candidate> all = new ArrayList<>(joined);
            all.addAll(left);
            all.addAll(woken);
            return all;
        }
    }

    /**
     * Changes the members of a group whose row is locked; who is added again is effective again.
     *
     * @param named whom the change concerns, as {@link #named} says
     */
    public Outcome change(UUID tenant, UUID group, MembersChange change, List<UUID> named, Instant now) {
        Map<UUID, Candidate> people = lock(tenant, group, named);
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (UUID id : change.add()) {
            Candidate person = people.get(id);
            if (person == null) {
                throw DirectoryProblems.unknownMember(id);
            }
            if (!person.member()) {
                outcome.joined.add(person);
                row(JOIN, tenant, group, id).put("at", now.toString()).put("dormant", !person.active());
            } else if (person.dormant() && person.active()) {
                outcome.woken.add(person);
                row(WAKE, tenant, group, id);
            }
        }
        for (Candidate person : people.values()) {
            boolean dropped = change.replaceAll() || change.remove().contains(person.id());
            if (person.member() && dropped && !change.add().contains(person.id())) {
                outcome.left.add(person);
                row(LEAVE, tenant, group, person.id());
            }
        }
        return outcome;
    }

    private com.fasterxml.jackson.databind.node.ObjectNode row(Write write, UUID tenant, UUID group, UUID member) {
        return writes.row(write)
                .put("tenant_id", tenant.toString())
                .put("group_id", group.toString())
                .put("member_id", member.toString());
    }

    /**
     * Whom a change of a locked group names or drops, in the order of their ids.
     *
     * @throws io.usher.platform.Problem of kind TOO_LARGE when they are more than {@link Limits#GROUP_CHANGE}
     */
    public List<UUID> named(UUID tenant, UUID group, MembersChange change) {
        Set<UUID> named = new HashSet<>(change.add());
        named.addAll(change.remove());
        if (change.replaceAll()) {
            named.addAll(of(tenant, List.of(group)).getOrDefault(group, List.of()));
        }
        if (named.size() > Limits.GROUP_CHANGE) {
            throw DirectoryProblems.tooManyMembers(named.size());
        }
        // The database's order, which is that of their text: Java takes the first bit of an id for a sign.
        return named.stream().sorted(Comparator.comparing(UUID::toString)).toList();
    }

    /**
     * Locks people by id. The claims of all come after the users rows of all, as everybody locks them: when one statement
     * cannot take so many, the users rows are locked before the first of the claims.
     */
    private Map<UUID, Candidate> lock(UUID tenant, UUID group, List<UUID> named) {
        List<List<String>> parts = parts(named);
        return session.doReturningWork(connection -> {
            if (parts.size() > 1) {
                for (List<String> part : parts) {
                    lockPeople(connection, tenant, part);
                }
            }
            Map<UUID, Candidate> people = new HashMap<>();
            for (List<String> part : parts) {
                lockMembers(connection, tenant, group, part, people);
            }
            return people;
        });
    }

    /** Locks people in the order in which their ids are given, which is to be that of the ids. */
    public void lockPeople(UUID tenant, List<UUID> ids) {
        session.doWork(connection ->
                lockPeople(connection, tenant, ids.stream().map(UUID::toString).toList()));
    }

    /** Members of a group who count, with ids after this one, in the order of ids. */
    public List<UUID> effectiveAfter(UUID tenant, UUID group, @Nullable UUID id, int max) {
        return session.createNativeQuery("""
                        SELECT m.member_id FROM membership m
                        WHERE m.tenant_id = :tenant AND m.group_id = :group AND m.member_id > :id
                          AND m.dormant_since IS NULL
                        ORDER BY m.member_id""", UUID.class)
                .setParameter("tenant", tenant)
                .setParameter("group", group)
                .setParameter("id", id == null ? new UUID(0, 0) : id)
                .setMaxResults(max)
                .getResultList();
    }

    public int countEffective(UUID tenant, UUID group) {
        return session.createNativeQuery("""
                        SELECT count(*) FROM membership m
                        WHERE m.tenant_id = :tenant AND m.group_id = :group AND m.dormant_since IS NULL""", Long.class)
                .setParameter("tenant", tenant)
                .setParameter("group", group)
                .getSingleResult()
                .intValue();
    }

    private static List<List<String>> parts(List<UUID> named) {
        List<String> ids = named.stream().map(UUID::toString).toList();
        return IntStream.iterate(0, from -> from < ids.size(), from -> from + Writes.PART)
                .mapToObj(from -> ids.subList(from, Math.min(from + Writes.PART, ids.size())))
                .toList();
    }

    private static void lockPeople(Connection connection, UUID tenant, List<String> ids) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("SELECT lock_people(?, ?)")) {
            sql.setObject(1, tenant);
            sql.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
            sql.execute();
        }
    }

    private static void lockMembers(
            Connection connection, UUID tenant, UUID group, List<String> ids, Map<UUID, Candidate> people)
            throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("SELECT * FROM lock_members(?, ?, ?)")) {
            sql.setObject(1, tenant);
            sql.setObject(2, group);
            sql.setArray(3, connection.createArrayOf("uuid", ids.toArray()));
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    Candidate person = new Candidate(
                            row.getObject("user_id", UUID.class),
                            DirectoryState.of(row.getString("directory")) == DirectoryState.ACTIVE,
                            row.getBoolean("protected_account"),
                            row.getBoolean("member"),
                            row.getBoolean("dormant"),
                            row.getLong("state_version"));
                    people.put(person.id(), person);
                }
            }
        }
    }

    /** He is gone, and with him his memberships. */
    public void end(UUID tenant, UUID member) {
        writes.row(LEAVE_ALL).put("tenant_id", tenant.toString()).put("member_id", member.toString());
    }

    /** Ids of the members of groups, dormant ones included, in the order of their ids. */
    public Map<UUID, List<UUID>> of(UUID tenant, Collection<UUID> groups) {
        Map<UUID, List<UUID>> members = new HashMap<>();
        if (groups.isEmpty()) {
            return members;
        }
        session.doWork(connection -> {
            try (PreparedStatement sql = connection.prepareStatement("""
                    SELECT group_id, member_id FROM membership
                    WHERE tenant_id = ? AND group_id = ANY (?) ORDER BY group_id, member_id""")) {
                sql.setObject(1, tenant);
                sql.setArray(2, connection.createArrayOf("uuid", groups.toArray()));
                try (ResultSet row = sql.executeQuery()) {
                    while (row.next()) {
                        members.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                                .add(row.getObject(2, UUID.class));
                    }
                }
            }
        });
        return members;
    }
}
