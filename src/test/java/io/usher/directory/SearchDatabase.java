package io.usher.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL with the tables that conditions are asked of; every instance is a tenant of its own. */
@NullMarked
public final class SearchDatabase {

    private static final String USHER = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";
    private static final Pattern PARAMETER = Pattern.compile("'[^']*'|\"[^\"]*\"|:([a-z][a-zA-Z0-9]*)");
    private static final String TABLES = """
            CREATE TABLE users (
              tenant_id uuid NOT NULL, id uuid NOT NULL, user_name text COLLATE "C" NOT NULL, external_id text COLLATE "C",
              display_name text COLLATE "C", active boolean NOT NULL, created_at timestamptz NOT NULL,
              last_modified_at timestamptz NOT NULL, search jsonb NOT NULL, seat_type text COLLATE "C",
              seat_status text COLLATE "C", seat_source text COLLATE "C", seat_assigned_at timestamptz,
              last_activity_at timestamptz, app_role text COLLATE "C", sign_in_allowed boolean,
              sign_in_reason text COLLATE "C", sign_in_since timestamptz, state_version bigint, PRIMARY KEY (tenant_id, id));
            CREATE INDEX users_by_user_name ON users (tenant_id, user_name);
            CREATE INDEX users_by_external_id ON users (tenant_id, external_id);
            CREATE VIEW person AS SELECT * FROM users;
            CREATE TABLE user_value (tenant_id uuid NOT NULL, attribute text COLLATE "C" NOT NULL,
              folded text COLLATE "C" NOT NULL, user_id uuid NOT NULL);
            CREATE INDEX user_value_by_value ON user_value (tenant_id, attribute, folded);
            CREATE TABLE membership (tenant_id uuid NOT NULL, group_id uuid NOT NULL, member_id uuid NOT NULL,
              PRIMARY KEY (tenant_id, group_id, member_id));
            CREATE INDEX membership_by_member ON membership (tenant_id, member_id);
            CREATE TABLE scim_group (
              tenant_id uuid NOT NULL, id uuid NOT NULL, display_name text COLLATE "C" NOT NULL, external_id text COLLATE "C",
              created_at timestamptz NOT NULL, last_modified_at timestamptz NOT NULL, search jsonb NOT NULL,
              PRIMARY KEY (tenant_id, id));
            """;

    private static @Nullable Connection shared;

    private final UUID tenant = UUID.randomUUID();
    private final Connection connection = connection();

    private static synchronized Connection connection() {
        if (shared == null) {
            try {
                shared =
                        EmbeddedPostgres.builder().start().getPostgresDatabase().getConnection();
                shared.createStatement().execute(TABLES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return shared;
    }

    /** A document in search form; what has a column is moved into it. */
    public void addUser(ObjectNode document) {
        ObjectNode search = document.deepCopy();
        Map<String, @Nullable Object> row = common(search);
        row.put("user_name", text(take(search, "userName")));
        row.put("active", take(search, "active").asBoolean());
        JsonNode usher = search.path(USHER);
        if (usher instanceof ObjectNode own) {
            row.put("seat_type", text(take(own, "seatType")));
            row.put("seat_status", text(take(own, "seatStatus")));
            row.put("seat_source", text(take(own, "seatSource")));
            row.put("last_activity_at", time(take(own, "lastActivityAt")));
            row.put("app_role", text(take(own, "appRole")));
            row.put("seat_assigned_at", time(take(own, "seatAssignedAt")));
            JsonNode stateVersion = take(own, "stateVersion");
            row.put("state_version", stateVersion.isNumber() ? stateVersion.longValue() : null);
            JsonNode signIn = take(own, "signIn");
            row.put(
                    "sign_in_allowed",
                    signIn.has("allowed") ? signIn.path("allowed").booleanValue() : null);
            row.put("sign_in_reason", text(signIn.path("reason")));
            row.put("sign_in_since", time(signIn.path("since")));
        }
        for (JsonNode group : take(search, "groups")) {
            addMembership(group.path("value").asText(), document.path("id").asText());
        }
        for (JsonNode email : search.path("emails")) {
            if (email.has("value")) {
                insert(
                        "user_value",
                        Map.of(
                                "attribute", "emails.value",
                                "folded", email.path("value").asText(),
                                "user_id", UUID.fromString(document.path("id").asText())));
            }
        }
        row.put("search", search.toString());
        insert("users", row);
    }

    public void addGroup(ObjectNode document) {
        ObjectNode search = document.deepCopy();
        Map<String, @Nullable Object> row = common(search);
        take(search, "members")
                .forEach(member -> addMembership(
                        document.path("id").asText(), member.path("value").asText()));
        row.put("search", search.toString());
        insert("scim_group", row);
    }

    private void addMembership(String group, String member) {
        insert("membership", Map.of("group_id", UUID.fromString(group), "member_id", UUID.fromString(member)));
    }

    private static Map<String, @Nullable Object> common(ObjectNode search) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", UUID.fromString(take(search, "id").asText()));
        row.put("external_id", text(take(search, "externalId")));
        row.put("display_name", text(take(search, "displayName")));
        JsonNode meta = take(search, "meta");
        row.put("created_at", time(meta.path("created")));
        row.put("last_modified_at", time(meta.path("lastModified")));
        search.remove("schemas");
        return row;
    }

    private static JsonNode take(ObjectNode object, String key) {
        JsonNode value = object.path(key);
        object.remove(key);
        return value;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }

    private static @Nullable OffsetDateTime time(JsonNode node) {
        return node.isTextual() ? OffsetDateTime.parse(node.textValue()) : null;
    }

    private void insert(String table, Map<String, ? extends @Nullable Object> row) {
        List<String> names = new ArrayList<>(row.keySet());
        String marks = String.join(
                ", ",
                names.stream()
                        .map(name -> name.equals("search") ? "CAST(? AS jsonb)" : "?")
                        .toList());
        String sql = "INSERT INTO %s (tenant_id, %s) VALUES (?, %s)".formatted(table, String.join(", ", names), marks);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, tenant);
            for (int i = 0; i < names.size(); i++) {
                Object value = row.get(names.get(i));
                if (value == null) {
                    statement.setNull(i + 2, Types.NULL);
                } else {
                    statement.setObject(i + 2, value);
                }
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The ids, in order, of the rows for which the condition holds. */
    public Set<String> find(ConditionSql.Target target, Condition condition) {
        return new TreeSet<>(query(target, condition, "SELECT CAST(%s.id AS text)"));
    }

    /** The plan that PostgreSQL takes when it may not read whole tables. */
    public String explain(ConditionSql.Target target, Condition condition) {
        try {
            connection.createStatement().execute("ANALYZE; SET enable_seqscan = off");
            String plan = String.join("\n", query(target, condition, "EXPLAIN SELECT %s.id"));
            connection.createStatement().execute("RESET enable_seqscan");
            return plan;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> query(ConditionSql.Target target, Condition condition, String select) {
        ConditionSql.Fragment fragment = ConditionSql.of(target, condition);
        String alias = target == ConditionSql.Target.USERS ? "p" : "g";
        String from = target == ConditionSql.Target.USERS ? "person p" : "scim_group g";
        String named = select.formatted(alias) + " FROM " + from + " WHERE " + alias + ".tenant_id = :tenant AND "
                + fragment.sql();
        Map<String, Object> parameters = new HashMap<>(fragment.parameters());
        parameters.put("tenant", tenant);
        List<Object> values = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(named);
        StringBuilder sql = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            if (name != null) {
                values.add(java.util.Objects.requireNonNull(parameters.get(name), name));
            }
            matcher.appendReplacement(sql, name == null ? Matcher.quoteReplacement(matcher.group()) : "?");
        }
        matcher.appendTail(sql);
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            List<String> rows = new ArrayList<>();
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql.toString(), e);
        }
    }
}
