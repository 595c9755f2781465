package io.usher.directory;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Whom a connection manages, and who of them another one can take over. */
@ApplicationScoped
public class ManagedPeople {

    /**
     * Of those that stand together in a page the first keeps an externalId that two have: nobody's are unique while no
     * connection manages them.
     */
    private static final String WANTED = """
            SELECT u.id, u.document ->> 'userName' AS user_name, CASE
                WHEN :managed AND u.protected THEN 'protected'
                WHEN :managed AND u.external_id IS NOT NULL AND (
                    row_number() OVER (PARTITION BY u.external_id, u.protected ORDER BY u.id) > 1
                    OR EXISTS (SELECT 1 FROM users o WHERE o.tenant_id = u.tenant_id AND o.connection_id = :to
                                 AND o.external_id = u.external_id AND o.directory <> 'deleted'))
                    THEN 'externalIdTaken' END AS why
            FROM (
                SELECT m.* FROM users m
                WHERE m.tenant_id = :tenant AND m.id > :after AND m.directory <> 'deleted'
                  AND coalesce(m.connection_id, :nobody) = :from
                  AND (:inGroup = :nobody OR EXISTS (
                      SELECT 1 FROM membership s
                      WHERE s.tenant_id = m.tenant_id AND s.group_id = :inGroup AND s.member_id = m.id))
                ORDER BY m.id LIMIT :most) u""";

    private static final UUID NOBODY = new UUID(0, 0);

    private final Session session;

    ManagedPeople(Session session) {
        this.session = session;
    }

    /**
     * Who is to be handed over.
     *
     * @param from the connection that manages them, or null: who is managed by none
     * @param to the connection that is to manage them, or null for none
     * @param group of which they are members, or null: all
     */
    public record Selection(
            @Nullable UUID from,
            @Nullable UUID to,
            @Nullable UUID group) {}

    /**
     * @param why he cannot be taken over: {@code protected} or {@code externalIdTaken}, or null when he can
     */
    public record Candidate(
            UUID user, String userName, @Nullable String why) {}

    /** @param kept the first of those who cannot be taken over, by id */
    public record Count(int wanted, int kept, List<Candidate> first) {}

    public Count count(UUID tenant, Selection selection, int most) {
        Object[] counted = set(
                        session.createNativeQuery(
                                "SELECT count(*), count(w.why) FROM (" + WANTED + ") w", Object[].class),
                        tenant,
                        selection,
                        null,
                        Integer.MAX_VALUE)
                .getSingleResult();
        int kept = ((Number) counted[1]).intValue();
        List<Candidate> first = kept == 0
                ? List.of()
                : set(
                                session.createNativeQuery(
                                        "SELECT w.* FROM (" + WANTED + ") w WHERE w.why IS NOT NULL ORDER BY w.id",
                                        Object[].class),
                                tenant,
                                selection,
                                null,
                                Integer.MAX_VALUE)
                        .setMaxResults(most)
                        .getResultStream()
                        .map(ManagedPeople::candidate)
                        .toList();
        return new Count(((Number) counted[0]).intValue(), kept, first);
    }

    /** The next of them, in the order of ids. */
    public List<Candidate> after(UUID tenant, Selection selection, @Nullable UUID after, int max) {
        return set(session.createNativeQuery(WANTED + " ORDER BY u.id", Object[].class), tenant, selection, after, max)
                .getResultStream()
                .map(ManagedPeople::candidate)
                .toList();
    }

    private static Candidate candidate(Object[] row) {
        return new Candidate((UUID) row[0], (String) row[1], (String) row[2]);
    }

    private static NativeQuery<Object[]> set(
            NativeQuery<Object[]> query, UUID tenant, Selection selection, @Nullable UUID after, int max) {
        return query.setParameter("tenant", tenant)
                .setParameter("managed", selection.to() != null)
                .setParameter("from", Objects.requireNonNullElse(selection.from(), NOBODY))
                .setParameter("to", Objects.requireNonNullElse(selection.to(), NOBODY))
                .setParameter("inGroup", Objects.requireNonNullElse(selection.group(), NOBODY))
                .setParameter("nobody", NOBODY)
                .setParameter("after", Objects.requireNonNullElse(after, NOBODY))
                .setParameter("most", max);
    }
}
