package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What must be true of all tables together after any committed change: each rule's query counts what contradicts it. */
final class Books {

    private record Rule(String text, String contradictions) {}

    private static final List<Rule> RULES = List.of(
            new Rule("a pool counts the seats that are held, and those who wait", """
                    SELECT count(*) FROM seat_pool p
                    WHERE p.used <> (SELECT count(*) FROM seat_claim c
                                     WHERE c.tenant_id = p.tenant_id AND c.held_type = p.type)
                       OR p.waiting <> (SELECT count(*) FROM seat_claim c WHERE c.tenant_id = p.tenant_id
                                        AND c.wanted_type = p.type AND c.waiting_since IS NOT NULL)"""),
            new Rule("nothing is free or nobody waits, and no more are used than there are", """
                    SELECT count(*) FROM seat_pool
                    WHERE used > quantity OR (waiting > 0 AND (quantity IS NULL OR used < quantity))"""),
            new Rule("who is active holds a seat or waits for one, and nobody else does", """
                    SELECT count(*) FROM users u
                    LEFT JOIN seat_claim c ON c.tenant_id = u.tenant_id AND c.user_id = u.id
                    WHERE (u.directory = 'active') IS DISTINCT FROM (c.status IN ('assigned', 'waitlisted', 'fallback'))"""),
            new Rule("the last line of a pool's ledger is the pool", """
                    SELECT count(*) FROM seat_pool p
                    JOIN LATERAL (SELECT * FROM seat_ledger l WHERE l.tenant_id = p.tenant_id AND l.type = p.type
                                  ORDER BY l.seq DESC LIMIT 1) last ON true
                    WHERE (last.used_after, last.waiting_after) <> (p.used, p.waiting)"""),
            new Rule("the last lines of a person's ledger are his seat and his place in a queue", """
                    SELECT count(*) FROM seat_claim c
                    LEFT JOIN LATERAL (SELECT * FROM seat_ledger l WHERE l.tenant_id = c.tenant_id AND l.user_id = c.user_id
                                         AND l.movement IN ('assigned', 'granted', 'freed')
                                       ORDER BY l.seq DESC LIMIT 1) seat ON true
                    LEFT JOIN LATERAL (SELECT * FROM seat_ledger l WHERE l.tenant_id = c.tenant_id AND l.user_id = c.user_id
                                         AND l.movement IN ('queued', 'left_queue')
                                       ORDER BY l.seq DESC LIMIT 1) place ON true
                    WHERE c.held_type IS DISTINCT FROM CASE WHEN seat.movement <> 'freed' THEN seat.type END
                       OR CASE WHEN c.waiting_since IS NOT NULL THEN c.wanted_type END
                          IS DISTINCT FROM CASE WHEN place.movement = 'queued' THEN place.type END"""),
            new Rule("every change of a person has its record, in an order without gaps", """
                    SELECT count(*) FROM users u
                    LEFT JOIN seat_claim c ON c.tenant_id = u.tenant_id AND c.user_id = u.id
                    LEFT JOIN LATERAL (SELECT count(*) AS records, max(s.state_version) AS last FROM audit_subject s
                                       WHERE s.tenant_id = u.tenant_id AND s.user_id = u.id) log ON true
                    WHERE log.records = 0 OR log.records IS DISTINCT FROM c.state_version
                       OR log.last IS DISTINCT FROM c.state_version"""),
            new Rule("everybody has the key under which his records are sealed", """
                    SELECT count(*) FROM users u
                    LEFT JOIN person_key k ON k.tenant_id = u.tenant_id AND k.user_id = u.id WHERE k.user_id IS NULL"""),
            new Rule("whom a record is about, he and the record are there", """
                    SELECT count(*) FROM audit_subject s
                    LEFT JOIN audit_record r ON r.tenant_id = s.tenant_id AND r.id = s.record_id
                    LEFT JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id
                    WHERE r.id IS NULL OR u.id IS NULL"""),
            new Rule("every record of a change has its events, and every event its record", """
                    SELECT count(*) FROM (SELECT * FROM audit_record WHERE outcome = 'success') r
                    FULL JOIN outbox e ON e.tenant_id = r.tenant_id AND e.record_id = r.id
                    WHERE r.id IS NULL OR e.id IS NULL"""),
            new Rule("every person in a record has an event of the same number, and the reverse", """
                    SELECT count(*) FROM audit_subject s
                    FULL JOIN (SELECT * FROM outbox WHERE user_id IS NOT NULL) e
                      ON e.tenant_id = s.tenant_id AND e.record_id = s.record_id AND e.user_id = s.user_id
                     AND e.state_version = s.state_version
                    WHERE s.user_id IS NULL OR e.id IS NULL"""),
            new Rule("every line of the ledger has its record and its person", """
                    SELECT count(*) FROM seat_ledger l
                    LEFT JOIN audit_record r ON r.tenant_id = l.tenant_id AND r.id = l.record_id
                    LEFT JOIN users u ON u.tenant_id = l.tenant_id AND u.id = l.user_id
                    WHERE r.id IS NULL OR (l.user_id IS NOT NULL AND u.id IS NULL)"""));

    private Books() {}

    static void balance(Observer observer) {
        assertThat(RULES)
                .allSatisfy(rule -> assertThat(observer.number(rule.contradictions()))
                        .as(rule.text())
                        .isZero());
    }
}
