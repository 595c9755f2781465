package io.usher.directory;

import io.usher.directory.Condition.Attribute;
import io.usher.directory.Condition.Compare;
import io.usher.directory.Condition.Operator;
import io.usher.directory.Scope.Column;
import io.usher.directory.Scope.ColumnType;
import io.usher.directory.Scope.Json;
import io.usher.directory.Scope.Place;
import io.usher.directory.Scope.Rows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link Condition} into a predicate for the WHERE clause of a native query.
 *
 * <p>Every value is a named parameter ({@code :p0}, {@code :p1}, … of users, {@code :g0}, … of groups); of a condition only attribute keys reach the text, and
 * only of plain characters. Every comparison is true or false, never NULL, so that NOT can stand around any of them:
 * absent is different from every value, and a list differs from a value when it is empty or one of its values differs.
 *
 * <p>Comparisons of columns are written so that an index serves them, also under row-level security, where only leakproof
 * operators become index conditions; the rest reads the search form of the row.
 */
public final class ConditionSql {

    /** What the condition is asked of: rows of the view {@code person p} or of {@code scim_group g}. */
    public enum Target {
        USERS("person p WHERE p.tenant_id = :tenant AND p.directory <> 'deleted'", "p.id"),
        GROUPS("groups g WHERE g.tenant_id = :tenant AND g.deleted_at IS NULL", "g.id");

        private final String rows;
        private final String id;

        Target(String rows, String id) {
            this.rows = rows;
            this.id = id;
        }

        /** What follows FROM: those that are not deleted, ready for AND. */
        String rows() {
            return rows;
        }

        String alias() {
            return id.substring(0, id.indexOf('.'));
        }

        String id() {
            return id;
        }

        Scope scope() {
            return this == USERS ? Scope.USERS : Scope.GROUPS;
        }
    }

    /**
     * A predicate and what to bind.
     *
     * @param sql true or false, never NULL; names the row {@code p} or {@code g}
     * @param parameters by name without the colon: String, Boolean, BigDecimal, UUID or OffsetDateTime
     */
    public record Fragment(String sql, Map<String, Object> parameters) {}

    private static final DateTimeFormatter SEARCH_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The list whose values also lie in {@code user_value}, to be found by index. */
    private static final List<String> INDEXED_LIST = List.of("emails");

    private static final List<String> INDEXED_PART = List.of("value");
    private static final String INDEXED_NAME = "emails.value";

    private final Target target;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private int aliases;

    private ConditionSql(Target target) {
        this.target = target;
    }

    /** Writes the condition for rows of the target; the caller adds the tenant and the paging. */
    public static Fragment of(Target target, Condition condition) {
        ConditionSql writer = new ConditionSql(target);
        String sql = writer.sql(condition, target.scope());
        return new Fragment(sql, writer.parameters);
    }

    private String sql(Condition condition, Scope scope) {
        if (condition instanceof Condition.And and) {
            return joined(and.parts(), " AND ", "TRUE", scope);
        }
        if (condition instanceof Condition.Or or) {
            return joined(or.parts(), " OR ", "FALSE", scope);
        }
        if (condition instanceof Condition.Not not) {
            return "NOT " + sql(not.part(), scope);
        }
        if (condition instanceof Condition.Present present) {
            return present(present.attribute(), scope);
        }
        if (condition instanceof Condition.Element element) {
            return element(element, scope);
        }
        return compare((Compare) condition, scope);
    }

    private String joined(List<Condition> parts, String between, String ofNone, Scope scope) {
        return parts.isEmpty()
                ? ofNone
                : parts.stream().map(part -> sql(part, scope)).collect(Collectors.joining(between, "(", ")"));
    }

    private String present(Attribute attribute, Scope scope) {
        if (!attribute.multiValued()) {
            return present(attribute.path(), scope);
        }
        Rows rows = rows(attribute, scope);
        return exists(rows, present(behindList(attribute), rows.element()));
    }

    private static String present(List<String> path, Scope scope) {
        List<Column> columns = scope.columnsUnder(path);
        if (!columns.isEmpty()) {
            return columns.stream().map(ConditionSql::present).collect(Collectors.joining(" OR ", "(", ")"));
        }
        Json json = (Json) scope.place(path);
        return """
                EXISTS (SELECT 1 FROM jsonb_path_query(%s #> %s, '$.**') AS part(json) \
                WHERE jsonb_typeof(part.json) IN ('string', 'number', 'boolean') AND part.json <> CAST('""' AS jsonb))""".formatted(json.base(), json.path());
    }

    private static String present(Column column) {
        String filled = column.type() == ColumnType.TEXT ? column.sql() + " <> '' AND " : "";
        return "(" + filled + column.sql() + " IS NOT NULL)";
    }

    private String element(Condition.Element element, Scope scope) {
        Attribute list = element.list();
        Rows rows = rows(list, scope);
        String exists = exists(rows, sql(element.inside(), rows.element()));
        if (target == Target.USERS && list.path().equals(INDEXED_LIST)) {
            // Entra finds people by emails[type eq "work"].value: the index finds the few, the search form decides.
            return findable(element.inside())
                    .map(found -> "(" + indexed(found) + " AND " + exists + ")")
                    .orElse(exists);
        }
        return exists;
    }

    /** A comparison that must hold for the whole to hold and that the index can answer. */
    private static Optional<Compare> findable(Condition condition) {
        if (condition instanceof Condition.And and) {
            return and.parts().stream().flatMap(part -> findable(part).stream()).findFirst();
        }
        return condition instanceof Compare compare
                        && compare.attribute().path().equals(INDEXED_PART)
                        && isFindable(compare)
                ? Optional.of(compare)
                : Optional.empty();
    }

    private static boolean isFindable(Compare compare) {
        return compare.operator() == Operator.EQUAL || compare.operator() == Operator.STARTS_WITH;
    }

    private String indexed(Compare compare) {
        return "EXISTS (SELECT 1 FROM user_value v WHERE v.tenant_id = p.tenant_id AND v.user_id = p.id AND v.attribute = '%s' AND %s)"
                .formatted(INDEXED_NAME, compare(compare, new Column("v.folded", ColumnType.TEXT)));
    }

    private String compare(Compare compare, Scope scope) {
        Attribute attribute = compare.attribute();
        if (!attribute.multiValued()) {
            return compare(compare, scope.place(attribute.path()));
        }
        List<String> part = behindList(attribute);
        boolean inIndex = target == Target.USERS
                && list(attribute).equals(INDEXED_LIST)
                && part.equals(INDEXED_PART)
                && isFindable(compare);
        if (inIndex) {
            return indexed(compare);
        }
        Rows rows = rows(attribute, scope);
        Place value = rows.element().place(part);
        if (compare.operator() != Operator.NOT_EQUAL) {
            return exists(rows, compare(compare, value));
        }
        // An element without the part has no value that could differ.
        String isValue = value.expression(attribute.kind()) + " IS NOT NULL";
        return "(%s OR NOT %s)"
                .formatted(exists(rows, isValue + " AND " + compare(compare, value)), exists(rows, isValue));
    }

    /** The comparison with one value, true or false. */
    private String compare(Compare compare, Place place) {
        Operator operator = compare.operator();
        if (place instanceof Column column && column.type() == ColumnType.UUID && isEquality(operator)) {
            UUID id = uuid((String) compare.value());
            if (id == null) {
                return operator == Operator.NOT_EQUAL ? "TRUE" : "FALSE";
            }
            return certain(place, operator, column.sql(), bind(id));
        }
        if (place instanceof Column column && column.type() == ColumnType.TEXT && operator == Operator.STARTS_WITH) {
            return inRange(column.sql(), (String) compare.value());
        }
        Object value = place instanceof Json ? inSearchForm(compare.value()) : inColumn(compare.value());
        String expression = place.expression(compare.attribute().kind());
        String collated = value instanceof String && !isEquality(operator) ? expression + " COLLATE \"C\"" : expression;
        return certain(place, operator, collated, bind(value));
    }

    /** Keeps NULL out in the way that leaves a column to its index. */
    private static String certain(Place place, Operator operator, String left, String right) {
        String test = test(operator, left, right);
        if (operator == Operator.NOT_EQUAL) {
            return "(" + test + ")";
        }
        return place instanceof Column
                ? "(%s AND %s IS NOT NULL)".formatted(test, left)
                : "((%s) IS TRUE)".formatted(test);
    }

    /** No LIKE, so that %, _ and \ mean themselves. */
    private static String test(Operator operator, String left, String right) {
        return switch (operator) {
            case EQUAL -> left + " = " + right;
            case NOT_EQUAL -> left + " IS DISTINCT FROM " + right;
            case CONTAINS -> "strpos(" + left + ", " + right + ") > 0";
            case STARTS_WITH -> "starts_with(" + left + ", " + right + ")";
            case ENDS_WITH -> "right(" + left + ", length(" + right + ")) = " + right;
            case GREATER -> left + " > " + right;
            case GREATER_OR_EQUAL -> left + " >= " + right;
            case LESS -> left + " < " + right;
            case LESS_OR_EQUAL -> left + " <= " + right;
        };
    }

    /** A half-open range, which an index answers, with values bound as well as written. */
    private String inRange(String column, String prefix) {
        String from = "%s COLLATE \"C\" >= %s".formatted(column, bind(prefix));
        String next = next(prefix);
        String to = next.isEmpty() ? "" : " AND %s COLLATE \"C\" < %s".formatted(column, bind(next));
        return "(" + from + to + " AND " + column + " IS NOT NULL)";
    }

    /** The first text, by code point, behind all that begin with the prefix; empty when there is none. */
    private static String next(String prefix) {
        int[] codePoints = prefix.codePoints().toArray();
        int last = codePoints.length - 1;
        while (last >= 0 && codePoints[last] == Character.MAX_CODE_POINT) {
            last--;
        }
        if (last < 0) {
            return "";
        }
        // Half a surrogate pair is no character and has no place in UTF-8.
        codePoints[last] =
                codePoints[last] == Character.MIN_SURROGATE - 1 ? Character.MAX_SURROGATE + 1 : codePoints[last] + 1;
        return new String(codePoints, 0, last + 1);
    }

    private static Object inColumn(Object value) {
        return value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value;
    }

    private static Object inSearchForm(Object value) {
        if (value instanceof Instant time) {
            return SEARCH_TIME.format(time);
        }
        return value instanceof Boolean ? value.toString() : value;
    }

    /** Null for a text that is no id: it equals none, however leniently Java would read it. */
    private static @Nullable UUID uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isEquality(Operator operator) {
        return operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
    }

    private Rows rows(Attribute attribute, Scope scope) {
        return scope.rows(list(attribute), "e" + aliases++);
    }

    private static List<String> list(Attribute attribute) {
        return attribute.path().subList(0, attribute.listAt() + 1);
    }

    private static List<String> behindList(Attribute attribute) {
        return attribute.path().subList(attribute.listAt() + 1, attribute.path().size());
    }

    private static String exists(Rows rows, String condition) {
        return "EXISTS (SELECT 1 FROM " + rows.from() + " AND " + condition + ")";
    }

    private String bind(Object value) {
        String name = target.alias() + parameters.size();
        parameters.put(name, value);
        return ":" + name;
    }
}
