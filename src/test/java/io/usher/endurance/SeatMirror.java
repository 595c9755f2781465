package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Holds the tables of a tenant against {@link SlowSeats}: people, pools and queues, and the ledger. */
final class SeatMirror {

    private static final String PEOPLE = """
            SELECT format('%s %s (%s) of [%s] wants %s by %s%s, pinned %s, has %s%s%s, %s', u.user_name, u.directory,
                          n.kind, m.groups, c.wanted_type, c.source, ' ' || c.rule_group, c.pinned_type, c.held_type,
                          CASE WHEN c.grace_since IS NOT NULL THEN ' beyond' END,
                          CASE WHEN c.waiting_since IS NOT NULL THEN ' and waits' END, c.app_role)
            FROM seat_claim c
            JOIN users u ON u.tenant_id = c.tenant_id AND u.id = c.user_id
            LEFT JOIN connections n ON n.tenant_id = u.tenant_id AND n.id = u.connection_id
            CROSS JOIN LATERAL (
                SELECT string_agg(g.group_id || CASE WHEN g.dormant_since IS NULL THEN '' ELSE ' asleep' END, ', '
                                  ORDER BY g.group_id) AS groups
                FROM membership g WHERE g.tenant_id = u.tenant_id AND g.member_id = u.id) m
            WHERE c.tenant_id = ? AND (u.directory <> 'deleted' OR c.wanted_type IS NOT NULL OR c.held_type IS NOT NULL)
            ORDER BY c.user_id""";

    private static final String POOLS = """
            SELECT format('%s: %s of %s used, %s beyond; %s %s%s; %s waiting: %s', p.type, p.used, p.quantity, p.over,
                          p.on_limit, p.fallback_type, p.overage_seats, p.waiting,
                          (SELECT string_agg(u.user_name, ' ' ORDER BY c.waiting_since, c.user_id)
                           FROM seat_claim c JOIN users u ON u.tenant_id = c.tenant_id AND u.id = c.user_id
                           WHERE c.tenant_id = p.tenant_id AND c.wanted_type = p.type AND c.waiting_since IS NOT NULL))
            FROM seat_pool p WHERE p.tenant_id = ? ORDER BY p.type""";

    /** Asked of the tables alone, whatever the model says. */
    private static final String FREE_WHILE_SOMEBODY_WAITS = """
            SELECT p.type FROM seat_pool p WHERE p.tenant_id = ? AND (
                ((p.waiting > 0 OR p.over > 0) AND (p.quantity IS NULL OR p.used - p.over < p.quantity))
                OR (p.waiting > 0 AND p.over < p.overage_seats AND p.used < p.quantity + p.overage_seats))""";

    private final Observer observer;
    private final UUID tenant;
    private final SlowSeats model;
    private final LedgerReplay ledger;

    SeatMirror(Observer observer, UUID tenant, SlowSeats model) {
        this.observer = observer;
        this.tenant = tenant;
        this.model = model;
        this.ledger = new LedgerReplay(observer, tenant);
    }

    void agrees() {
        assertThat(observer.texts(PEOPLE, tenant)).as("people").isEqualTo(people());
        assertThat(observer.texts(POOLS, tenant)).as("pools and queues").isEqualTo(pools());
        assertThat(observer.texts(FREE_WHILE_SOMEBODY_WAITS, tenant))
                .as("pools that are not at rest")
                .isEmpty();
        ledger.goOn(model);
    }

    private List<String> people() {
        List<SlowPerson> people = new ArrayList<>(model.people.values());
        people.sort(Comparator.comparing(person -> person.id));
        return people.stream().map(SeatMirror::shown).toList();
    }

    private static String shown(SlowPerson person) {
        String groups = person.groups.stream()
                .map(group -> group + (person.active ? "" : " asleep"))
                .collect(Collectors.joining(", "));
        return "%s %s (%s) of [%s] wants %s by %s%s, pinned %s, has %s%s%s, %s"
                .formatted(
                        person.name,
                        person.active ? "active" : "inactive",
                        person.connection,
                        groups,
                        person.wanted,
                        person.source,
                        person.rulingGroup.isEmpty() ? "" : " " + person.rulingGroup,
                        person.pin,
                        person.held,
                        person.graceSince > 0 ? " beyond" : "",
                        person.waitingSince > 0 ? " and waits" : "",
                        person.admin() ? "admin" : "user");
    }

    private List<String> pools() {
        return model.contracts.keySet().stream().map(this::shown).toList();
    }

    private String shown(String type) {
        SlowSeats.Contract contract = model.contract(type);
        List<SlowPerson> queue = model.queue(type);
        return "%s: %d of %s used, %d beyond; %s %s%s; %d waiting: %s"
                .formatted(
                        type,
                        model.count(person -> person.held.equals(type)),
                        contract.quantity() == null ? "" : contract.quantity(),
                        model.count(person -> person.holdsBeyond(type)),
                        contract.onLimit().word(),
                        contract.fallback(),
                        contract.overage() == 0 ? "" : contract.overage(),
                        queue.size(),
                        queue.stream().map(person -> person.name).collect(Collectors.joining(" ")));
    }
}
