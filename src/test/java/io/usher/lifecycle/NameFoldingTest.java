package io.usher.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.platform.Folding;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * When two names are one: the same answer when one is created, found, and held unique, on a cluster of any locale. Names are
 * compared after format characters and glyph selectors are dropped, compatibility forms are made one (NFKC), and letters are
 * lower-cased one by one without a language: no ß becomes ss, and the Turkish i with and without its dot are two letters.
 */
@QuarkusTest
@Tag("T17")
class NameFoldingTest {

    private static final String TABLE = """
            bob             | BOB             | same      | letters of another case
            bob             | ＢＯＢ          | same      | full width
            ﬁn              | FIN             | same      | a ligature
            müller          | MÜLLER          | same      | an umlaut in another case
            m\u00fcller     | mu\u0308ller    | same      | composed and decomposed
            MU\u0308LLER    | m\u00fcller     | same      | both
            \u212aelvin     | kelvin          | same      | the sign of kelvin
            ΣΟΦΟΣ           | σοφος           | same      | sigma, with its form at the end
            ЖУК             | жук             | same      | cyrillic
            bo\u200db       | bob             | same      | a zero-width joiner
            \u2764\ufe0f    | \u2764          | same      | a heart with its glyph chosen
            a b             | a\u00a0b        | same      | a space that does not break
            stra\u00dfe     | STRASSE         | different | sharp s
            stra\u00dfe     | STRA\u1e9eE     | same      | sharp s in another case
            \u0130lker      | ilker           | different | a capital i with its dot
            \u0130lker      | i\u0307lker     | same      | the same in lower case
            \u0131lker      | ilker           | different | an i without its dot
            \u0131lker      | ILKER           | different | the same in another case
            bob             | b\u043eb        | different | a letter of another script
            bob             | bob.            | different | a dot more
            bob             | bób             | different | an accent
            """;

    @ParameterizedTest(name = "{0} and {1}: {3}, {2}")
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void two_names_are_the_same_for_creating_finding_and_keeping_unique(
            String first, String second, String expected, String why) {
        boolean same = expected.equals("same");
        TestTenant tenant = TestTenant.create();
        Connector idp = Connector.of(tenant, "okta");
        Reply made = idp.create(first).demand(201);

        assertThat(made.body().path("userName").asText())
                .as("kept as it was sent")
                .isEqualTo(first);
        assertThat(found(idp, first)).isEqualTo(1);
        assertThat(found(idp, second)).as(why).isEqualTo(same ? 1 : 0);
        Reply again = idp.create(second).demand(same ? 409 : 201);
        assertThat(again.scimType()).isEqualTo(same ? "uniqueness" : "");
        assertThat(Tables.rows("SELECT user_name FROM users WHERE tenant_id = ?", tenant.id()))
                .extracting(row -> row.get("user_name"))
                .contains(Folding.caseless(first))
                .hasSize(same ? 1 : 2);
    }

    @ParameterizedTest(name = "\"{0}\": {1}")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "bob |a space behind",
                " bob|a space before",
                "bob\u00a0|a space that does not break",
                "bob\u3000|a wide space",
                "bo\u200bb|a zero-width space",
                "bob\ufeff|a byte order mark",
                "bo\u00adb|a soft hyphen",
                "bo\u2060b|a word joiner",
                "\u200d|nothing but a joiner",
                "\u202ebob|text turned round",
                "bo\u2066b|an isolate",
                "bo\u200fb|a mark of direction",
                "bo\u2028b|a line separator",
                "bo\u0007b|a control character",
                "bo\tb|a tab",
                "' '|a space",
                "\u00a0\u3000|spaces"
            })
    @Tag("T18")
    void a_name_that_looks_like_another_is_no_name(String name, String why) {
        TestTenant tenant = TestTenant.create();
        Connector idp = Connector.of(tenant, "okta");
        Reply bob = idp.create("bob").demand(201);

        for (Reply refused : java.util.List.of(
                idp.create(escaped(name)),
                idp.put("/Users/" + bob.id(), Connector.person(escaped(name), "")),
                idp.patch("/Users/" + bob.id(), "{'op':'replace','path':'userName','value':'" + escaped(name) + "'}"),
                idp.patch("/Users/" + bob.id(), "{'op':'replace','value':{'userName':'" + escaped(name) + "'}}"))) {
            assertThat(refused.demand(400).scimType()).as(why).isEqualTo("invalidValue");
        }
        assertThat(idp.user(bob.id()).text()).isEqualTo(bob.text());
        assertThat(Tables.count("SELECT count(*) FROM users WHERE tenant_id = ?", tenant.id()))
                .isEqualTo(1);
    }

    @Test
    void folding_what_is_folded_changes_nothing() {
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE) {
                String folded = Folding.caseless(Character.toString(c));
                assertThat(Folding.caseless(folded)).as("U+%04X", c).isEqualTo(folded);
            }
        }
    }

    @Test
    void the_locale_of_the_cluster_has_no_part_in_it() {
        assertThat(Tables.rows("""
                SELECT c.relname || '.' || a.attname AS name, l.collname AS collation
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation l ON l.oid = a.attcollation
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                  AND (c.relname, a.attname) IN (VALUES ('users', 'user_name'), ('users', 'external_id'),
                      ('users', 'display_name'), ('groups', 'display_name'), ('groups', 'external_id'),
                      ('user_value', 'folded'), ('unique_value', 'folded'))"""))
                .hasSize(7)
                .allSatisfy(column -> assertThat(column).containsEntry("collation", "C"));
    }

    private static int found(Connector idp, String name) {
        return idp.find("userName eq \"" + name + "\"")
                .body()
                .path("totalResults")
                .asInt();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        return escaped.toString();
    }
}
