package io.usher.directory;

import io.usher.directory.Condition.Attribute;
import io.usher.directory.Condition.Kind;
import io.usher.directory.ConditionSql.Target;
import io.usher.directory.Listing.Mark;
import io.usher.directory.Scope.Place;
import io.usher.directory.Scope.Rows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns an {@link Order} into SQL. Keys are compared by code point; of what lies in no column only the first characters
 * count, so that a mark in the order stays short.
 */
final class OrderSql {

    private static final int KEY_CHARACTERS = 512;

    private final String id;
    private final @Nullable String key;
    private final String type;
    private final boolean descending;

    private OrderSql(String id, @Nullable String key, String type, boolean descending) {
        this.id = id;
        this.key = key;
        this.type = type;
        this.descending = descending;
    }

    static OrderSql of(Target target, Order order) {
        Attribute by = order.by();
        if (by == null) {
            return new OrderSql(target.id(), null, "text", false);
        }
        Kind kind = by.kind();
        if (!by.multiValued()) {
            Place place = target.scope().place(by.path());
            return new OrderSql(
                    target.id(), comparable(place, kind, place.expression(kind)), place.type(kind), order.descending());
        }
        Rows rows = target.scope().rows(by.path().subList(0, by.listAt() + 1), "o");
        Place place = rows.element()
                .place(by.path().subList(by.listAt() + 1, by.path().size()));
        String first = "(SELECT %s FROM %s ORDER BY %s LIMIT 1)"
                .formatted(comparable(place, kind, place.expression(kind)), rows.from(), rows.order());
        return new OrderSql(target.id(), first, place.type(kind), order.descending());
    }

    boolean hasKey() {
        return key != null;
    }

    /** The same order for a type that lacks the attribute. */
    OrderSql without(Target target) {
        return new OrderSql(target.id(), "CAST(NULL AS " + type + ")" + collation(), type, descending);
    }

    private static String comparable(Place place, Kind kind, String expression) {
        boolean text = place.type(kind).equals("text");
        String bounded =
                text && place instanceof Scope.Json ? "left(" + expression + ", " + KEY_CHARACTERS + ")" : expression;
        return text ? bounded + " COLLATE \"C\"" : bounded;
    }

    private String collation() {
        return type.equals("text") ? " COLLATE \"C\"" : "";
    }

    /** An expression over a row of the target, NULL when the row has no value. */
    String key() {
        return key == null ? id : key;
    }

    /**
     * What follows ORDER BY.
     *
     * @param sortKey {@link #key} itself, for an index to serve it, or the name of a column that holds it
     */
    String orderBy(String sortKey, String id, boolean backwards) {
        boolean down = descending != backwards;
        String byId = id + (down ? " DESC" : " ASC");
        return key == null ? byId : sortKey + (down ? " DESC NULLS FIRST, " : " ASC NULLS LAST, ") + byId;
    }

    /**
     * What lies behind a mark, in pieces that follow each other, each the range of an index: rows with a key, and rows
     * without. Reads the parameters {@code :mark}, unless the mark has no key, and {@code :id}.
     */
    List<String> behind(Mark mark, boolean backwards) {
        boolean down = descending != backwards;
        String further = down ? " < " : " > ";
        String behindById = id + further + ":id";
        if (key == null) {
            return List.of(behindById);
        }
        String none = key + " IS NULL";
        if (mark.key() == null) {
            String piece = none + " AND " + behindById;
            return down ? List.of(piece, "NOT (" + none + ")") : List.of(piece);
        }
        String value = "CAST(:mark AS " + type + ")" + collation();
        String upTo = key + (down ? " <= " : " >= ") + value;
        String piece = "%s AND (%s%s%s OR %s)".formatted(upTo, key, further, value, behindById);
        return down ? List.of(piece) : List.of(piece, none);
    }
}
