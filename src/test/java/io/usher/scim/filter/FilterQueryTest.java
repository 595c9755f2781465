package io.usher.scim.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.directory.ConditionSql.Target;
import io.usher.directory.SearchDatabase;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.schema.BadgeModel;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import io.usher.scim.schema.SearchForm;
import java.util.Set;
import java.util.TreeSet;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters as they are written, asked of rows in PostgreSQL. */
@NullMarked
class FilterQueryTest {

    private static final ScimSchemas SCHEMAS = new ScimSchemas();
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String USHER = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

    private static final String ANN = "00000000-0000-4000-8000-00000000000a";
    private static final String BOB = "00000000-0000-4000-8000-00000000000b";
    private static final String CAT = "00000000-0000-4000-8000-00000000000c";
    private static final String DEV = "00000000-0000-4000-8000-0000000000d1";
    private static final String OPS = "00000000-0000-4000-8000-0000000000d2";

    private static SearchDatabase database = new SearchDatabase();

    @BeforeAll
    static void fill() {
        database = new SearchDatabase();
        user("""
                {"id":"%s","externalId":"Ext-A","userName":"Ann@Example.com","displayName":"Ann %%_\\\\ O'Neil","active":true,
                 "title":"Dr","profileUrl":"http://X.example/Y","name":{"givenName":"Ann","familyName":"O'Neil"},
                 "emails":[{"value":"ann@work.example","type":"work","primary":true},{"value":"ann@home.example","type":"home"}],
                 "phoneNumbers":[{"value":"+1"}],
                 "groups":[{"value":"%s"}],
                 "meta":{"resourceType":"User","created":"2026-01-01T10:00:00Z","lastModified":"2026-02-01T10:00:00.123456Z"},
                 "%s":{"department":"R&D","manager":{"value":"%s"}},
                 "%s":{"seatType":"Full","seatStatus":"assigned","stateVersion":10,"signIn":{"allowed":true},
                       "seatAssignedAt":"2026-01-02T00:00:00Z","requestedSeatType":"full"}}""".formatted(ANN, DEV, ENTERPRISE, BOB, USHER));
        user("""
                {"id":"%s","externalId":"ext-a","userName":"bob","active":false,"title":"",
                 "emails":[{"value":"bob@home.example","type":"work"},{"value":"ann@work.example","type":"home"}],
                 "groups":[{"value":"%s"},{"value":"%s"}],
                 "meta":{"resourceType":"User","created":"2026-01-01T12:00:00Z","lastModified":"2026-03-01T10:00:00Z"},
                 "%s":{"seatStatus":"waitlisted","stateVersion":9,"signIn":{"allowed":false,"reason":"waitlisted"}}}""".formatted(BOB, DEV, OPS, USHER));
        user("""
                {"id":"%s","userName":"日本😀","displayName":"Ünal","active":true,"name":{},"emails":[],
                 "phoneNumbers":[{"value":"+1","type":"work"},{"value":"+2","type":"fax"}],
                 "meta":{"resourceType":"User","created":"2026-01-01T14:00:00Z","lastModified":"2026-04-01T10:00:00Z"},
                 "%s":{"stateVersion":0}}""".formatted(CAT, USHER));
        group(
                "{\"id\":\"%s\",\"displayName\":\"Developers\",\"meta\":{\"created\":\"2026-01-01T00:00:00Z\",\"lastModified\":\"2026-01-01T00:00:00Z\"}}"
                        .formatted(DEV));
        group(
                "{\"id\":\"%s\",\"displayName\":\"Operators\",\"externalId\":\"G1\",\"meta\":{\"created\":\"2026-01-01T00:00:00Z\",\"lastModified\":\"2026-01-01T00:00:00Z\"}}"
                        .formatted(OPS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // FIL-01, FIL-07
                "UserName EQ \"ANN@example.COM\"                              | a",
                "userName sw \"BO\"                                           | b",
                "userName ew \"@EXAMPLE.com\"                                 | a",
                "userName co \"B\"                                            | b",
                "externalId eq \"Ext-A\"                                      | a",
                "externalId eq \"ext-a\"                                      | b",
                "externalId eq \"EXT-A\"                                      | -",
                "userName gt \"b\"                                            | bc",
                "userName le \"bob\"                                          | ab",
                "profileUrl eq \"http://X.example/Y\"                         | a",
                "profileUrl eq \"http://x.example/y\"                         | -",
                // FIL-02
                "userName eq \"bob\" or title eq \"dr\" and active eq false   | b",
                "(userName eq \"bob\" or title eq \"dr\") and active eq false | b",
                "userName eq \"bob\" or active eq true and title pr           | ab",
                "(userName eq \"bob\" or active eq true) and title pr         | a",
                "not (userName eq \"bob\") and active eq true                 | ac",
                // FIL-06, FIL-22
                "title pr                                                     | a",
                "title eq null                                                | bc",
                "title ne null                                                | a",
                "not (title pr)                                               | bc",
                "name pr                                                      | a",
                "emails pr                                                    | ab",
                "emails.value pr                                              | ab",
                "externalId pr                                                | ab",
                "urn:ietf:params:scim:schemas:extension:usher:2.0:User:signIn pr | ab",
                "groups pr                                                    | ab",
                "meta pr                                                      | abc",
                // FIL-23
                "title ne \"dr\"                                              | bc",
                "not (title eq \"dr\")                                        | bc",
                "externalId ne \"Ext-A\"                                      | bc",
                "emails.value ne \"ann@work.example\"                         | abc",
                "emails.type ne \"work\"                                      | abc",
                "phoneNumbers.type ne \"work\"                                | abc",
                "phoneNumbers.value ne \"+1\"                                 | bc",
                "not (phoneNumbers.value eq \"+1\")                           | b",
                "phoneNumbers[type ne \"work\"]                               | ac",
                "phoneNumbers[not (type pr)]                                  | a",
                "active ne true                                               | b",
                // FIL-08, FIL-26
                "meta.created gt \"2026-01-01T12:00:00+02:00\"                | bc",
                "meta.created eq \"2026-01-01T13:00:00+01:00\"                | b",
                "meta.lastModified ge \"2026-02-01T10:00:00.123456Z\"         | abc",
                "meta.lastModified lt \"2026-02-01T10:00:00.123457Z\"         | a",
                "meta.resourceType eq \"User\"                                | abc",
                "meta.resourceType eq \"Group\"                               | -",
                // FIL-15 to FIL-19, FIL-21
                "emails.value eq \"ann@home.example\"                         | a",
                "emails co \"home.example\"                                   | ab",
                "emails.type eq \"work\" and emails.value co \"home\"         | ab",
                "emails[type eq \"work\" and value co \"home\"]               | b",
                "emails[type eq \"work\"].value eq \"ANN@work.example\"       | a",
                "emails[type eq \"work\"].value ne \"ann@work.example\"       | b",
                "emails[type eq \"work\"].value sw \"ANN\"                    | a",
                "emails[value eq \"ann@work.example\" or type eq \"home\"]    | ab",
                "not (emails[type eq \"work\"])                               | c",
                "emails[not (type eq \"home\") and (value pr)]                | ab",
                "emails[type eq \"home\"] or phoneNumbers[type eq \"fax\"]    | abc",
                "emails[primary eq true]                                      | a",
                "emails[primary eq \"False\"]                                 | ab",
                "emails.primary eq false                                      | ab",
                "emails.primary ne true                                       | abc",
                // FIL-24, FIL-25
                "urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"bob\" | b",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"r&d\" | a",
                "schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\" | a",
                "schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\"    | abc",
                "schemas eq \"urn:ietf:params:scim:schemas:extension:usher:2.0:User\" | abc",
                "schemas co \"enterprise\"                                    | a",
                "schemas pr                                                   | abc",
                // FIL-29
                "stateVersion gt 9                                            | a",
                "stateVersion eq 9.0                                          | b",
                "stateVersion lt 1e1                                          | bc",
                // our extension
                "seatStatus eq \"WAITLISTED\"                                 | b",
                "seatType eq \"full\"                                         | a",
                "requestedSeatType eq \"full\"                                | a",
                "signIn.allowed eq \"True\"                                   | a",
                "signIn.allowed eq false                                      | b",
                "signIn.allowed ne true                                       | bc",
                "seatAssignedAt gt \"2026-01-01T00:00:00\"                    | a",
                // FIL-31, T28: data, not patterns
                "displayName co \"%\"                                         | a",
                "displayName co \"_\"                                         | a",
                "displayName co \"\\\\\"                                      | a",
                "displayName sw \"%\"                                         | -",
                "displayName ew \"o'neil\"                                    | a",
                "userName co \"%_'; drop\"                                    | -",
                "title co \"%\"                                               | -",
                "name.familyName co \"'\"                                     | a",
                // FIL-32
                "userName eq \"日本\\ud83d\\ude00\"                           | c",
                "userName sw \"日\"                                           | c",
                "displayName eq \"U\\u0308NAL\"                               | c",
                // FIL-33, E06
                "groups.value eq \"00000000-0000-4000-8000-0000000000d2\"     | b",
                "groups[value eq \"00000000-0000-4000-8000-0000000000d1\"]    | ab",
                "groups eq \"no id\"                                          | -",
                "groups ne \"no id\"                                          | abc",
                "groups.value sw \"00000000\"                                 | ab",
                "groups.value ne \"00000000-0000-4000-8000-0000000000d1\"     | bc",
                "id eq \"00000000-0000-4000-8000-00000000000b\" and manager eq \"x\" | -",
                "id eq \"00000000-0000-4000-8000-00000000000a\" and manager eq \"00000000-0000-4000-8000-00000000000b\" | a",
                "id eq \"0-0-4000-8000-b\"                                    | -",
                "id ne \"0-0-4000-8000-b\"                                    | abc",
                "id ew \"b\"                                                  | b",
            })
    @Tag("FIL-01")
    @Tag("FIL-02")
    @Tag("FIL-06")
    @Tag("FIL-07")
    @Tag("FIL-08")
    @Tag("FIL-15")
    @Tag("FIL-16")
    @Tag("FIL-17")
    @Tag("FIL-18")
    @Tag("FIL-19")
    @Tag("FIL-21")
    @Tag("FIL-22")
    @Tag("FIL-23")
    @Tag("FIL-24")
    @Tag("FIL-25")
    @Tag("FIL-26")
    @Tag("FIL-29")
    @Tag("FIL-31")
    @Tag("FIL-32")
    @Tag("FIL-33")
    @Tag("T28")
    @Tag("E06")
    @Tag("SCH-08")
    @Tag("SCH-14")
    @Tag("SCH-31")
    @Tag("COM-14")
    @Tag("INT-03")
    void a_filter_finds_exactly_these_people(String filter, String people) {
        Set<String> expected = new TreeSet<>();
        people.chars()
                .filter(c -> c != '-')
                .forEach(c -> expected.add("00000000-0000-4000-8000-00000000000" + (char) c));
        assertThat(database.find(
                        Target.USERS,
                        ConditionMapper.map(SCHEMAS.user(), DialectRules.TOLERANT, FilterParser.parse(filter))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @Tag("FIL-23")
    @CsvSource({"'{\"value\":\"b\"}', 0", "'{\"value\":\"b\",\"colours\":[\"red\",\"blue\"]}', 1"})
    void lists_in_all_elements_of_a_list_are_compared_as_one(String second, int found) {
        SearchDatabase one = new SearchDatabase();
        one.addUser(folded(BadgeModel.user(), """
                {"id":"%s","userName":"ann","active":true,
                 "%s":{"cards":[{"value":"a","colours":["red"]},%s]},
                 "meta":{"created":"2026-01-01T00:00:00Z","lastModified":"2026-01-01T00:00:00Z"}}""".formatted(ANN, BadgeModel.URN, second)));
        FilterExpression filter = FilterParser.parse(BadgeModel.URN + ":cards.colours ne \"red\"");
        assertThat(one.find(Target.USERS, ConditionMapper.map(BadgeModel.user(), DialectRules.TOLERANT, filter)))
                .hasSize(found);
    }

    @Test
    @Tag("FIL-23")
    void an_element_of_which_nothing_can_be_seen_is_an_element_that_is_not_primary() {
        SearchDatabase one = new SearchDatabase();
        one.addUser(folded(SCHEMAS.user(), """
                {"id":"%s","userName":"ann","active":true,"photos":[{"display":"\\u200b"}],
                 "meta":{"created":"2026-01-01T00:00:00Z","lastModified":"2026-01-01T00:00:00Z"}}""".formatted(ANN)));
        assertThat(one.find(
                        Target.USERS,
                        ConditionMapper.map(
                                SCHEMAS.user(), DialectRules.TOLERANT, FilterParser.parse("photos.primary ne false"))))
                .isEmpty();
        assertThat(one.find(
                        Target.USERS,
                        ConditionMapper.map(
                                SCHEMAS.user(), DialectRules.TOLERANT, FilterParser.parse("photos.primary ne true"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "displayName eq \"developers\"                             | 1",
                "externalId eq \"G1\"                                      | 2",
                "members.value eq \"00000000-0000-4000-8000-00000000000a\" | 1",
                "members eq \"00000000-0000-4000-8000-00000000000b\"       | 12",
                "members[value eq \"00000000-0000-4000-8000-00000000000a\" and type eq \"User\"] | 1",
                "id eq \"00000000-0000-4000-8000-0000000000d2\" and members eq \"00000000-0000-4000-8000-00000000000a\" | -",
                "members pr                                                | 12",
                "not (members.value eq \"00000000-0000-4000-8000-00000000000a\") | 2",
                "meta.resourceType eq \"Group\"                            | 12",
                "schemas eq \"urn:ietf:params:scim:schemas:core:2.0:Group\"| 12",
                "schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\" | -",
            })
    @Tag("FIL-33")
    @Tag("E07")
    void a_filter_finds_exactly_these_groups(String filter, String groups) {
        Set<String> expected = new TreeSet<>();
        groups.chars()
                .filter(c -> c != '-')
                .forEach(c -> expected.add("00000000-0000-4000-8000-0000000000d" + (char) c));
        assertThat(database.find(
                        Target.GROUPS,
                        ConditionMapper.map(SCHEMAS.group(), DialectRules.TOLERANT, FilterParser.parse(filter))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @Tag("T87")
    @Tag("FIL-14")
    @ValueSource(
            strings = {
                "nosuch eq \"x\"",
                "nosuch pr",
                "name.nosuch eq \"x\"",
                "emails[nosuch eq \"x\"]",
                "urn:ietf:params:scim:schemas:core:2.0:User:nosuch eq \"x\"",
                "urn:example:nosuch:2.0:User:title eq \"x\"",
                "userName eq \"bob\" or nosuch eq \"x\"",
                "password eq \"x\"",
                "waitlistPosition eq 1",
                "meta.version eq \"x\"",
                "meta.location co \"x\"",
                "groups.display eq \"x\"",
                "groups[display eq \"x\"]",
                "groups.$ref pr",
            })
    void what_is_unknown_or_computed_is_refused_and_never_ignored(String filter) {
        assertRefused(filter);
    }

    @ParameterizedTest
    @Tag("FIL-09")
    @Tag("FIL-10")
    @Tag("FIL-27")
    @Tag("FIL-30")
    @ValueSource(
            strings = {
                "active gt true",
                "active co \"t\"",
                "active eq \"yes\"",
                "active eq 1",
                "name eq \"x\"",
                "meta eq \"x\"",
                "title eq 5",
                "stateVersion eq \"5\"",
                "stateVersion co 5",
                "meta.created co \"2026\"",
                "meta.created gt \"2026\"",
                "meta.created gt \"2026-02-30T00:00:00Z\"",
                "meta.created gt \"99999-01-01T00:00:00Z\"",
                "x509Certificates.value gt \"a\"",
                "name[givenName eq \"x\"]",
                "title[value eq \"x\"]",
                "schemas[value eq \"x\"]",
                "emails.value[type eq \"x\"]",
                "title gt null",
            })
    void what_does_not_suit_the_type_is_refused(String filter) {
        assertRefused(filter);
    }

    @Test
    void a_refusal_names_the_attribute_and_no_more_than_forty_characters_of_it() {
        assertThatThrownBy(() -> ConditionMapper.map(
                        SCHEMAS.user(), DialectRules.TOLERANT, FilterParser.parse("z".repeat(900) + " pr")))
                .hasMessage("There is no attribute " + "z".repeat(40) + "… to filter by.");
        assertThatThrownBy(() -> ConditionMapper.map(
                        SCHEMAS.user(), DialectRules.TOLERANT, FilterParser.parse("emails[primary gt true]")))
                .hasMessage("emails.primary is true or false: the operator gt cannot be used with it.");
    }

    private static void assertRefused(String filter) {
        assertThatThrownBy(() -> ConditionMapper.map(SCHEMAS.user(), DialectRules.TOLERANT, FilterParser.parse(filter)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalidFilter"));
    }

    private static void user(String json) {
        database.addUser(folded(SCHEMAS.user(), json));
    }

    private static void group(String json) {
        database.addGroup(folded(SCHEMAS.group(), json));
    }

    private static ObjectNode folded(ResourceModel model, String json) {
        try {
            return SearchForm.of(model, (ObjectNode) new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
