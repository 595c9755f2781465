package io.usher.lifecycle;

import io.usher.access.CurrentCall;
import io.usher.access.Opener;
import io.usher.access.TenantTransaction;
import io.usher.directory.Group;
import io.usher.directory.GroupPolicy;
import io.usher.directory.Groups;
import io.usher.directory.Memberships;
import io.usher.directory.Users;
import io.usher.seats.PoolTerms;
import io.usher.seats.SeatPreview;
import io.usher.seats.Seats;
import io.usher.tenants.SeatMapping;
import io.usher.tenants.Tenant;
import io.usher.tenants.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * What a change of rules, settings or a contract would do to seats. The very change is made, seats are decided anew in memory
 * in the batches in which the change itself would have them decided, and then it is undone.
 */
@ApplicationScoped
@TenantTransaction(ofOneMoment = true)
public class SeatPreviews {

    /** People are read so many at a time. */
    private static final int PAGE = 1_000;

    private final CurrentCall current;
    private final Opener opener;
    private final Session session;
    private final Tenants tenants;
    private final Groups groups;
    private final Memberships memberships;
    private final Users users;
    private final SeatReview review;
    private final Seats seats;

    SeatPreviews(
            CurrentCall current,
            Opener opener,
            Session session,
            Tenants tenants,
            Groups groups,
            Memberships memberships,
            Users users,
            SeatReview review,
            Seats seats) {
        this.current = current;
        this.opener = opener;
        this.session = session;
        this.tenants = tenants;
        this.groups = groups;
        this.memberships = memberships;
        this.users = users;
        this.review = review;
        this.seats = seats;
    }

    /** Of another contract for a type that is sold. */
    public SeatPreview ofContract(String type, UnaryOperator<PoolTerms> change) {
        SeatPreview preview = seats.preview(tenant(), current.tenant().defaultSeatType());
        preview.agree(type, change);
        return preview;
    }

    /** Of another rule of a group. */
    public SeatPreview ofPolicy(UUID id, UnaryOperator<GroupPolicy> change) {
        save();
        Group group = groups.lock(tenant(), id);
        GroupPolicy before = group.policy();
        GroupPolicy after = change.apply(before);
        SeatPreview preview = seats.preview(tenant(), current.tenant().defaultSeatType());
        if (!Objects.equals(before.rule(), after.rule())) {
            groups.govern(group, after);
            settle(
                    preview,
                    memberships.countEffective(tenant(), id),
                    (last, max) -> memberships.effectiveAfter(tenant(), id, last, max));
        }
        undo();
        return preview;
    }

    /** Of another default. */
    public SeatPreview ofDefault(String seatType) {
        return ofSettings(tenant -> TenantLifecycle.giveByDefault(tenant, seatType));
    }

    /** Of other mappings. */
    public SeatPreview ofMappings(List<SeatMapping> mappings) {
        return ofSettings(tenant -> TenantLifecycle.map(tenant, mappings));
    }

    private SeatPreview ofSettings(Consumer<Tenant> change) {
        save();
        Tenant tenant = tenants.lock(tenant());
        int version = tenant.seatSettingsVersion();
        change.accept(tenant);
        tenants.flush();
        opener.enter(tenant);
        SeatPreview preview = seats.preview(tenant(), tenant.defaultSeatType());
        if (tenant.seatSettingsVersion() != version) {
            settle(preview, users.countActive(tenant()), (last, max) -> users.activeAfter(tenant(), last, max));
        }
        undo();
        return preview;
    }

    /** @param next people whose ids come after one, in the order of ids, so many at most */
    private void settle(SeatPreview preview, int total, BiFunction<@Nullable UUID, Integer, List<UUID>> next) {
        int batch = total <= SeatReview.AT_ONCE ? SeatReview.AT_ONCE : SeatWork.BATCH;
        UUID last = null;
        for (List<UUID> page = next.apply(last, PAGE); !page.isEmpty(); page = next.apply(last, PAGE)) {
            preview.settleAll(review.asking(page), batch);
            last = page.get(page.size() - 1);
        }
    }

    private void save() {
        execute("SAVEPOINT before_preview");
    }

    private void undo() {
        session.clear();
        execute("ROLLBACK TO SAVEPOINT before_preview");
    }

    private void execute(String sql) {
        session.doWork(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
