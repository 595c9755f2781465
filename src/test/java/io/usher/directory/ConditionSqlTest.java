package io.usher.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.directory.Condition.Attribute;
import io.usher.directory.Condition.Compare;
import io.usher.directory.Condition.Element;
import io.usher.directory.Condition.Kind;
import io.usher.directory.Condition.Operator;
import io.usher.directory.ConditionSql.Target;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@NullMarked
class ConditionSqlTest {

    private static final Attribute USER_NAME = new Attribute(List.of("userName"), Kind.TEXT, -1);
    private static final Attribute EXTERNAL_ID = new Attribute(List.of("externalId"), Kind.TEXT, -1);
    private static final Attribute TITLE = new Attribute(List.of("title"), Kind.TEXT, -1);
    private static final Attribute EMAILS = new Attribute(List.of("emails"), Kind.COMPLEX, 0);
    private static final Attribute EMAIL_VALUE = new Attribute(List.of("emails", "value"), Kind.TEXT, 0);
    private static final Attribute TYPE = new Attribute(List.of("type"), Kind.TEXT, -1);
    private static final Attribute VALUE = new Attribute(List.of("value"), Kind.TEXT, -1);

    private static SearchDatabase database = new SearchDatabase();

    @BeforeAll
    static void fill() {
        database = new SearchDatabase();
        for (int i = 0; i < 500; i++) {
            database.addUser(user("user" + i));
        }
    }

    @Test
    @Tag("FIL-34")
    void identity_providers_find_people_by_index() {
        assertThat(plan(equal(USER_NAME, "user7")))
                .contains("users_by_user_name")
                .containsPattern("Index Cond: .*user_name = ");
        assertThat(plan(equal(EXTERNAL_ID, "user7")))
                .contains("users_by_external_id")
                .containsPattern("Index Cond: .*external_id = ");
        assertThat(plan(equal(EMAIL_VALUE, "user7")))
                .contains("user_value_by_value")
                .containsPattern("Index Cond: .*folded = ");
        assertThat(plan(entraMatch("user7")))
                .contains("user_value_by_value")
                .containsPattern("Index Cond: .*folded = ")
                .doesNotContain("Seq Scan");
        assertThat(database.find(Target.USERS, entraMatch("user7"))).hasSize(1);
    }

    @Test
    @Tag("FIL-34")
    void a_prefix_of_a_column_is_a_range_of_its_index() {
        assertThat(plan(new Compare(USER_NAME, Operator.STARTS_WITH, "user7")))
                .contains("users_by_user_name")
                .containsPattern("Index Cond: .*user_name >= .*user_name < ");
        assertThat(plan(new Compare(EMAIL_VALUE, Operator.STARTS_WITH, "user7")))
                .contains("user_value_by_value")
                .containsPattern("Index Cond: .*folded >= .*folded < ");
    }

    @Test
    @Tag("T28")
    @Tag("FIL-31")
    void no_value_reaches_the_text_of_the_statement() {
        String hostile = "x'; DROP TABLE users; -- %_\\ \" :p9 ?";
        for (Operator operator : Operator.values()) {
            for (Attribute attribute : List.of(USER_NAME, TITLE, EMAIL_VALUE)) {
                ConditionSql.Fragment fragment =
                        ConditionSql.of(Target.USERS, new Compare(attribute, operator, hostile));
                assertThat(fragment.sql()).doesNotContain("DROP", "%", ":p9");
                assertThat(fragment.parameters()).containsValue(hostile);
            }
        }
    }

    @Test
    @Tag("T28")
    void a_key_of_other_characters_is_never_written() {
        Attribute hostile = new Attribute(List.of("a'}' IS NULL OR '"), Kind.TEXT, -1);
        assertThatThrownBy(() -> ConditionSql.of(Target.USERS, equal(hostile, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("IS NULL");
    }

    @Test
    void all_of_nothing_is_true_and_one_of_nothing_is_false() {
        assertThat(database.find(Target.USERS, new Condition.And(List.of()))).hasSize(500);
        assertThat(database.find(Target.USERS, new Condition.Or(List.of()))).isEmpty();
    }

    @Test
    void parameters_are_numbered_in_order() {
        assertThat(ConditionSql.of(
                                Target.USERS,
                                new Condition.And(List.of(equal(USER_NAME, "a"), equal(EXTERNAL_ID, "b"))))
                        .parameters())
                .isEqualTo(Map.of("p0", "a", "p1", "b"));
    }

    private static String plan(Condition condition) {
        return database.explain(Target.USERS, condition);
    }

    private static Condition equal(Attribute attribute, String value) {
        return new Compare(attribute, Operator.EQUAL, value);
    }

    /** {@code emails[type eq "work"].value eq …} */
    private static Condition entraMatch(String value) {
        return new Element(EMAILS, new Condition.And(List.of(equal(TYPE, "work"), equal(VALUE, value))));
    }

    private static ObjectNode user(String name) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        user.put("id", UUID.randomUUID().toString());
        user.put("userName", name).put("externalId", name).put("active", true);
        user.putArray("emails").addObject().put("value", name).put("type", "work");
        user.putObject("meta").put("created", "2026-01-01T00:00:00Z").put("lastModified", "2026-01-01T00:00:00Z");
        return user;
    }
}
