package io.usher.directory;

import io.usher.directory.ConditionSql.Fragment;
import io.usher.directory.ConditionSql.Target;
import io.usher.directory.Listing.From;
import io.usher.directory.Listing.Mark;
import io.usher.directory.Listing.Skip;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * Lists users, groups, or both: one statement for a page, one more for the total when the page does not show it.
 * A page behind a mark is found by ranges of the order, so that it costs the same however deep it lies.
 */
@ApplicationScoped
public class Listings {

    private final Session session;

    Listings(Session session) {
        this.session = session;
    }

    /** What is asked of one type, in SQL. */
    private record Part(Target target, Fragment where, OrderSql order) {

        static Part of(Target target, Listing listing) {
            return new Part(target, ConditionSql.of(target, listing.condition()), OrderSql.of(target, listing.order()));
        }

        /** Rows behind the mark, {@code columns} and {@code sort_key}, as many of each piece as the page can need. */
        String behind(@Nullable Mark mark, String columns, boolean backwards) {
            List<String> ranges = mark == null ? List.of(where.sql()) : order.behind(mark, backwards);
            String orderBy = order.orderBy(order.key(), target.id(), backwards);
            return ranges.stream()
                    .map(range -> mark == null ? range : where.sql() + " AND " + range)
                    .map(rows -> "(SELECT %s, %s AS sort_key FROM %s AND %s ORDER BY %s LIMIT :reach)"
                            .formatted(columns, order.key(), target.rows(), rows, orderBy))
                    .collect(Collectors.joining(" UNION ALL "));
        }

        Mark mark(String sortKey, UUID id) {
            return new Mark(order.hasKey() ? sortKey : null, id);
        }
    }

    private record Row<T>(T item, Mark mark) {}

    /** A resource in a list of several types. */
    public record Ref(Target target, UUID id) {}

    /** A page of one type, each resource a row of its table or view. */
    <T> Page<T> ofType(Target target, Class<T> type, Function<T, UUID> id, UUID tenant, Listing listing) {
        Part part = Part.of(target, listing);
        LongSupplier total = () -> count(tenant, List.of(part));
        if (listing.start() instanceof From from) {
            String sql = "SELECT r.*, CAST(r.sort_key AS text) AS mark FROM (%s) AS r ORDER BY %s LIMIT :reach"
                    .formatted(
                            part.behind(from.mark(), target.alias() + ".*", from.backwards()),
                            part.order().orderBy("r.sort_key", "r.id", from.backwards()));
            NativeQuery<Object[]> query = session.createNativeQuery(sql, Object[].class)
                    .addEntity(type)
                    .addScalar("mark", String.class);
            List<Row<T>> rows = rows(query, tenant, List.of(part), from, listing.limit()).stream()
                    .map(row -> {
                        T item = type.cast(row[0]);
                        return new Row<>(item, part.mark((String) row[1], id.apply(item)));
                    })
                    .toList();
            return page(rows, from, 0, listing.limit(), total);
        }
        Skip skip = (Skip) listing.start();
        String sql = "SELECT %s.* FROM %s AND %s ORDER BY %s OFFSET :skip LIMIT :reach"
                .formatted(
                        target.alias(),
                        target.rows(),
                        part.where().sql(),
                        part.order().orderBy(part.order().key(), target.id(), false));
        List<T> items = listing.limit() == 0
                ? List.of()
                : bound(session.createNativeQuery(sql, type), tenant, List.of(part))
                        .setParameter("skip", skip.rows())
                        .setParameter("reach", listing.limit())
                        .getResultList();
        boolean whole = skip.rows() == 0 && items.size() < listing.limit();
        return new Page<>(items, whole ? items.size() : total.getAsLong(), null, null);
    }

    /**
     * A page of several types in one order, each with the question as it is for it; start and limit are those of all.
     * A type that lacks the attribute of the order has no value of it.
     */
    public Page<Ref> ofTypes(UUID tenant, Map<Target, Listing> questions) {
        List<Part> parts = parts(questions);
        Listing any = questions.values().iterator().next();
        From from = any.start() instanceof From behind ? behind : new From(null, false);
        int skip = any.start() instanceof Skip skipped ? skipped.rows() : 0;
        String union = parts.stream()
                .map(part -> part.behind(
                        from.mark(),
                        "'%s' AS target, %s"
                                .formatted(part.target(), part.target().id()),
                        from.backwards()))
                .collect(Collectors.joining(" UNION ALL "));
        String sql =
                "SELECT r.target, r.id, CAST(r.sort_key AS text) FROM (%s) AS r ORDER BY %s OFFSET :skip LIMIT :reach"
                        .formatted(union, parts.get(0).order().orderBy("r.sort_key", "r.id", from.backwards()));
        NativeQuery<Object[]> query =
                session.createNativeQuery(sql, Object[].class).setParameter("skip", skip);
        List<Row<Ref>> rows = rows(query, tenant, parts, from, skip + any.limit()).stream()
                .map(row -> new Row<>(
                        new Ref(Target.valueOf((String) row[0]), (UUID) row[1]),
                        parts.get(0).mark((String) row[2], (UUID) row[1])))
                .toList();
        return page(rows, from, skip, any.limit(), () -> count(tenant, parts));
    }

    private static List<Part> parts(Map<Target, Listing> questions) {
        List<Part> parts = new ArrayList<>();
        questions.forEach((target, listing) -> parts.add(Part.of(target, listing)));
        return parts.stream()
                .filter(part -> part.order().hasKey())
                .findFirst()
                .map(sorted -> parts.stream()
                        .map(part -> part.order().hasKey()
                                ? part
                                : new Part(
                                        part.target(),
                                        part.where(),
                                        sorted.order().without(part.target())))
                        .toList())
                .orElse(parts);
    }

    /** As many rows as the page may hold, and one more when there is one. */
    private static List<Object[]> rows(
            NativeQuery<Object[]> query, UUID tenant, List<Part> parts, From from, int limit) {
        Mark mark = from.mark();
        if (mark != null) {
            query.setParameter("id", mark.id());
            if (mark.key() != null) {
                query.setParameter("mark", mark.key());
            }
        }
        return limit == 0
                ? List.of()
                : bound(query, tenant, parts).setParameter("reach", limit + 1).getResultList();
    }

    /** Cuts off the one row that only shows that there are more. */
    private static <T> Page<T> page(List<Row<T>> rows, From from, int skipped, int limit, LongSupplier total) {
        boolean more = rows.size() > limit;
        List<Row<T>> shown = new ArrayList<>(more ? rows.subList(0, limit) : rows);
        if (from.backwards()) {
            Collections.reverse(shown);
        }
        boolean before = from.backwards() ? more : from.mark() != null;
        boolean behind = from.backwards() ? from.mark() != null : more;
        boolean whole = from.mark() == null && skipped == 0 && !more && limit > 0;
        return new Page<>(
                shown.stream().map(Row::item).toList(),
                whole ? shown.size() : total.getAsLong(),
                before && !shown.isEmpty() ? shown.get(0).mark() : null,
                behind && !shown.isEmpty() ? shown.get(shown.size() - 1).mark() : null);
    }

    private long count(UUID tenant, List<Part> parts) {
        String sql = parts.stream()
                .map(part -> "(SELECT count(*) FROM %s AND %s)"
                        .formatted(part.target().rows(), part.where().sql()))
                .collect(Collectors.joining(" + ", "SELECT ", ""));
        return bound(session.createNativeQuery(sql, Long.class), tenant, parts).getSingleResult();
    }

    private static <Q> NativeQuery<Q> bound(NativeQuery<Q> query, UUID tenant, List<Part> parts) {
        query.setParameter("tenant", tenant);
        parts.forEach(part -> part.where().parameters().forEach(query::setParameter));
        return query;
    }
}
