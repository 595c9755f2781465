package io.usher.directory;

import io.usher.directory.Condition.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the attributes of a row, or of one element of a list, lie in the database.
 *
 * @param columns by path; what is no column lies in {@code json}
 * @param json a jsonb expression that holds the rest, or null when there is no rest
 * @param lists by path, those that are rows of their own
 */
record Scope(Map<List<String>, Column> columns, @Nullable String json, Map<List<String>, Rows> lists) {

    private static final String USHER = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9$:._-]+");

    /** One value of a row, in SQL. */
    sealed interface Place {

        /** The value in the form in which it is compared: an id as text, a number in JSON as a number. */
        String expression(Kind kind);

        /** The SQL type of the expression. */
        String type(Kind kind);
    }

    /**
     * A typed expression.
     *
     * @param sql an expression of the type, NULL when absent
     */
    record Column(String sql, ColumnType type) implements Place {

        @Override
        public String expression(Kind kind) {
            return type == ColumnType.UUID ? "CAST(" + sql + " AS text)" : sql;
        }

        @Override
        public String type(Kind kind) {
            return switch (type) {
                case TEXT, UUID -> "text";
                case BOOLEAN -> "boolean";
                case NUMBER -> "numeric";
                case TIME -> "timestamptz";
            };
        }
    }

    /** A value inside a jsonb expression, NULL when absent; keys are plain, see {@link #path}. */
    record Json(String base, String path) implements Place {

        @Override
        public String expression(Kind kind) {
            String text = "(" + base + " #>> " + path + ")";
            return kind == Kind.NUMBER
                    ? "(CASE jsonb_typeof(%s #> %s) WHEN 'number' THEN CAST(%s AS numeric) END)"
                            .formatted(base, path, text)
                    : text;
        }

        @Override
        public String type(Kind kind) {
            return kind == Kind.NUMBER ? "numeric" : "text";
        }
    }

    enum ColumnType {
        TEXT,
        BOOLEAN,
        NUMBER,
        TIME,
        UUID
    }

    /**
     * The elements of a list.
     *
     * @param from what follows EXISTS (SELECT 1 FROM, correlated with the row, and ready for AND
     * @param order what follows ORDER BY for the element that stands for the list to come first
     */
    record Rows(String from, String order, Scope element) {}

    static final Scope USERS = users();
    static final Scope GROUPS = groups();

    /** What the path leads to. */
    Place place(List<String> path) {
        Column column = columns.get(path);
        if (column != null) {
            return column;
        }
        if (json == null) {
            throw new IllegalArgumentException("no place for " + path);
        }
        return new Json(json, path(path));
    }

    /** The columns that hold the parts of a complex attribute, or the attribute itself. */
    List<Column> columnsUnder(List<String> path) {
        return columns.entrySet().stream()
                .filter(entry -> entry.getKey().size() >= path.size()
                        && entry.getKey().subList(0, path.size()).equals(path))
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * The elements of a list.
     *
     * @param alias a name that no query around this one uses
     */
    Rows rows(List<String> list, String alias) {
        Rows rows = lists.get(list);
        if (rows != null) {
            return rows;
        }
        String array = json + " #> " + path(list);
        return new Rows(
                "jsonb_array_elements(CASE jsonb_typeof(%s) WHEN 'array' THEN %s END) WITH ORDINALITY AS %s(element, at) WHERE TRUE"
                        .formatted(array, array, alias),
                "coalesce(%s.element ->> 'primary', 'false') DESC, %s.at".formatted(alias, alias),
                new Scope(Map.of(), alias + ".element", Map.of()));
    }

    /** A text[], in words without braces, which Hibernate reads as its own; keys come from a schema file, yet are checked. */
    private static String path(List<String> keys) {
        for (String key : keys) {
            if (!KEY.matcher(key).matches()) {
                throw new IllegalArgumentException(
                        "an attribute key holds other characters than letters, digits and $:._-");
            }
        }
        return keys.stream()
                .map(key -> "'" + key + "'")
                .collect(Collectors.joining(", ", "CAST(ARRAY[", "] AS text[])"));
    }

    private static Scope users() {
        Map<List<String>, Column> columns = new HashMap<>(common("p", "User"));
        columns.put(List.of("userName"), new Column("p.user_name", ColumnType.TEXT));
        columns.put(List.of("active"), new Column("p.active", ColumnType.BOOLEAN));
        columns.put(List.of(USHER, "seatType"), new Column("p.seat_type", ColumnType.TEXT));
        columns.put(List.of(USHER, "seatStatus"), new Column("p.seat_status", ColumnType.TEXT));
        columns.put(List.of(USHER, "seatSource"), new Column("p.seat_source", ColumnType.TEXT));
        columns.put(List.of(USHER, "seatAssignedAt"), new Column("p.seat_assigned_at", ColumnType.TIME));
        columns.put(List.of(USHER, "lastActivityAt"), new Column("p.last_activity_at", ColumnType.TIME));
        columns.put(List.of(USHER, "appRole"), new Column("p.app_role", ColumnType.TEXT));
        columns.put(List.of(USHER, "signIn", "allowed"), new Column("p.sign_in_allowed", ColumnType.BOOLEAN));
        columns.put(List.of(USHER, "signIn", "reason"), new Column("p.sign_in_reason", ColumnType.TEXT));
        columns.put(List.of(USHER, "signIn", "since"), new Column("p.sign_in_since", ColumnType.TIME));
        columns.put(List.of(USHER, "stateVersion"), new Column("p.state_version", ColumnType.NUMBER));
        Rows groups = memberships("m.tenant_id = p.tenant_id AND m.member_id = p.id", "m.group_id", "direct");
        Rows schemas = schemas("p", List.of("urn:ietf:params:scim:schemas:core:2.0:User", USHER));
        return new Scope(columns, "p.search", Map.of(List.of("groups"), groups, List.of("schemas"), schemas));
    }

    private static Scope groups() {
        Rows members = memberships("m.tenant_id = g.tenant_id AND m.group_id = g.id", "m.member_id", "user");
        Rows schemas = schemas("g", List.of("urn:ietf:params:scim:schemas:core:2.0:Group"));
        return new Scope(
                common("g", "Group"), "g.search", Map.of(List.of("members"), members, List.of("schemas"), schemas));
    }

    private static Map<List<String>, Column> common(String alias, String resourceType) {
        return Map.of(
                List.of("id"), new Column(alias + ".id", ColumnType.UUID),
                List.of("externalId"), new Column(alias + ".external_id", ColumnType.TEXT),
                List.of("displayName"), new Column(alias + ".display_name", ColumnType.TEXT),
                List.of("meta", "resourceType"), constant(resourceType),
                List.of("meta", "created"), new Column(alias + ".created_at", ColumnType.TIME),
                List.of("meta", "lastModified"), new Column(alias + ".last_modified_at", ColumnType.TIME));
    }

    private static Rows memberships(String correlation, String value, String type) {
        return new Rows(
                "membership m WHERE " + correlation,
                value,
                new Scope(
                        Map.of(List.of("value"), new Column(value, ColumnType.UUID), List.of("type"), constant(type)),
                        null,
                        Map.of()));
    }

    /** The URNs that every resource of the type has, and the extensions that stand as keys in this one. */
    private static Rows schemas(String alias, List<String> always) {
        String constants = always.stream().collect(Collectors.joining("'), ('", "(VALUES ('", "'))"));
        String rows = """
                (SELECT always.urn FROM %s AS always(urn) UNION \
                SELECT extension.urn FROM jsonb_object_keys(%s.search) AS extension(urn) \
                WHERE starts_with(extension.urn, 'urn:')) AS s(urn) WHERE TRUE""".formatted(constants, alias);
        return new Rows(
                rows, "s.urn", new Scope(Map.of(List.of(), new Column("s.urn", ColumnType.TEXT)), null, Map.of()));
    }

    private static Column constant(String text) {
        return new Column("CAST('" + text + "' AS text)", ColumnType.TEXT);
    }
}
