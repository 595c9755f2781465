package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/** A tenant's ledger read from its beginning, row by row as rows are added, and nothing else. */
final class LedgerReplay {

    private static final String NEW_ROWS = """
            SELECT format('%s|%s|%s|%s|%s|%s|%s|%s', seq, type, movement, user_id, quantity, used_after, over_after,
                          waiting_after)
            FROM seat_ledger WHERE tenant_id = ? AND seq > ? ORDER BY seq""";

    private static final Pattern BAR = Pattern.compile("\\|");

    private record Row(String type, String movement, String user, String quantity, int used, int over, int waiting) {}

    /** Ids of people, as far as the ledger has told of them; who waits, in the order of coming. */
    private static final class Pool {
        final Set<String> holders = new TreeSet<>();
        final Set<String> beyond = new TreeSet<>();
        final Set<String> waiting = new LinkedHashSet<>();
    }

    private final Observer observer;
    private final UUID tenant;
    private final Map<String, Pool> pools = new TreeMap<>();
    private long lastSeq;

    LedgerReplay(Observer observer, UUID tenant) {
        this.observer = observer;
        this.tenant = tenant;
        SlowSeats.TYPES.forEach(type -> pools.put(type, new Pool()));
    }

    /** Reads what was added, and compares where it leads to. */
    void goOn(SlowSeats model) {
        for (String text : observer.texts(NEW_ROWS, tenant, lastSeq)) {
            String[] row = BAR.split(text, -1);
            lastSeq = Long.parseLong(row[0]);
            read(
                    new Row(row[1], row[2], row[3], row[4], number(row[5]), number(row[6]), number(row[7])),
                    model.contract(row[1]).overage());
        }
        pools.forEach((type, pool) -> {
            assertThat(pool.holders).as("holders of %s by the ledger", type).isEqualTo(ids(model, type, false));
            assertThat(pool.beyond).as("beyond %s by the ledger", type).isEqualTo(ids(model, type, true));
            assertThat(new ArrayList<>(pool.waiting))
                    .as("the queue for %s by the ledger", type)
                    .isEqualTo(
                            model.queue(type).stream().map(person -> person.id).toList());
        });
    }

    private void read(Row row, int overage) {
        Pool pool = pools.getOrDefault(row.type, new Pool());
        int before = pool.holders.size();
        boolean possible = switch (row.movement) {
            case "assigned" -> pool.holders.add(row.user);
            case "granted" -> pool.holders.add(row.user) && pool.beyond.add(row.user);
            case "confirmed" -> pool.holders.contains(row.user) && pool.beyond.remove(row.user);
            case "freed" -> {
                pool.beyond.remove(row.user);
                yield pool.holders.remove(row.user);
            }
            case "queued" -> pool.waiting.add(row.user);
            case "left_queue" -> pool.waiting.remove(row.user);
            default -> row.user.isEmpty();
        };
        assertThat(possible).as("a movement that can have happened: %s", row).isTrue();
        assertThat(List.of(row.used, row.over, row.waiting))
                .as("what %s says of its pool", row)
                .isEqualTo(List.of(pool.holders.size(), pool.beyond.size(), pool.waiting.size()));
        if (pool.holders.size() > before && !row.quantity.isEmpty()) {
            assertThat(row.used)
                    .as("sold beyond what was agreed: %s", row)
                    .isLessThanOrEqualTo(number(row.quantity) + overage);
        }
    }

    private static Set<String> ids(SlowSeats model, String type, boolean beyond) {
        Set<String> ids = new TreeSet<>();
        model.people.values().stream()
                .filter(person -> person.held.equals(type) && (!beyond || person.graceSince > 0))
                .forEach(person -> ids.add(person.id));
        return ids;
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }
}
