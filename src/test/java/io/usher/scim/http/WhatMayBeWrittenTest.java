package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client writes what the schema lets him write, whatever else he sends. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class WhatMayBeWrittenTest {

    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String USHER = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

    /** Columns that a change of a person's own attributes moves. */
    private static final Set<String> CHANGED_BY_A_WRITE = Set.of("document", "search", "version", "last_modified_at");

    private static final String NOT_HIS = """
            ,'id':'%1$s','meta':{'version':'W/\\'99\\'','created':'2001-01-01T00:00:00Z','resourceType':'Admin'},
            'groups':[{'value':'%1$s'}],'tenantId':'%1$s','tenant_id':'%1$s','tenant':'other','connectionId':'%1$s',
            'isAdmin':true,'admin':true,'seat':'full','holds':[],'protected':false,'directory':'active','origin':'api',
            'emailVerified':true,'__proto__':{'isAdmin':true},'constructor':{'x':1},'class':{'classLoader':{'x':1}},
            'class.classLoader':'x','stateVersion':99,'version':99,
            'urn:example:unknown:2.0':{'isAdmin':true},
            '%2$s':{'seatType':'partner','seatStatus':'assigned','appRole':'admin','stateVersion':99,
                    'signIn':{'allowed':true,'reason':'ok'}}""";

    private TestTenant tenant;
    private Connector idp;
    private Reply ada;

    @BeforeEach
    void open() {
        tenant = TestTenant.withoutSeats().seats("full", 1);
        idp = Connector.of(tenant, "okta");
        idp.create("first").demand(201);
        ada = idp.create("ada").demand(201);
    }

    @Test
    @Tag("T14")
    @Tag("COM-02")
    @Tag("COM-07")
    @Tag("PUT-09")
    @Tag("SCH-18")
    void what_is_not_his_to_write_is_ignored_in_a_body() {
        String notHis = NOT_HIS.formatted(UUID.randomUUID(), USHER);
        Map<String, String> before = row();

        idp.put("/Users/" + ada.id(), Connector.person("ada", ",'title':'Lady'" + notHis))
                .demand(200);
        idp.patch("/Users/" + ada.id(), "{'op':'replace','value':{" + notHis.substring(1) + ",'nickName':'A'}}")
                .demand(200);

        Map<String, String> after = row();
        SoftAssertions all = new SoftAssertions();
        before.forEach((column, value) -> {
            if (!CHANGED_BY_A_WRITE.contains(column)) {
                all.assertThat(after).containsEntry(column, value);
            }
        });
        all.assertThat(Tables.value(
                        "SELECT string_agg(k, ' ' ORDER BY k) FROM users, jsonb_object_keys(document) k WHERE id = ?",
                        ada.id()))
                .isEqualTo("active nickName title userName");
        Reply seen = idp.user(ada.id());
        all.assertThat(seen.id()).isEqualTo(ada.id());
        all.assertThat(seen.usher("seatStatus")).isEqualTo("waitlisted");
        all.assertThat(seen.signIn()).isEqualTo(ada.signIn());
        all.assertThat(seen.body().path("meta").path("created"))
                .isEqualTo(ada.body().path("meta").path("created"));
        all.assertThat(seen.text()).doesNotContain("isAdmin", "classLoader", "unknown:2.0", "tenantId");
        all.assertAll();
    }

    @Test
    @Tag("T14")
    @Tag("COM-02")
    @Tag("COM-13")
    @Tag("CRE-02")
    @Tag("ETG-03")
    @Tag("FIL-28")
    @Tag("RES-07")
    void a_new_person_is_given_nothing_that_is_not_his_either() {
        Reply bob = idp.post("/Users", Connector.person("bob", NOT_HIS.formatted(ada.id(), USHER)))
                .demand(201);

        assertThat(bob.id()).isNotEqualTo(ada.id());
        assertThat(bob.etag()).isEqualTo("W/\"1\"");
        assertThat(bob.usher("seatStatus")).isEqualTo("waitlisted");
        assertThat(bob.usher("stateVersion")).isEqualTo("1");
        assertThat(bob.body().path("meta").path("version").asText()).isEqualTo(bob.etag());
        assertThat(bob.body().path("active").booleanValue()).isTrue();
        assertThat(found("active eq true and userName eq \"bob\"")).isEqualTo(1);
        assertThat(found("active eq false and userName eq \"bob\"")).isZero();
        assertThat(Tables.value("SELECT tenant_id FROM users WHERE id = ?", bob.id()))
                .isEqualTo(tenant.id());
        assertThat(Tables.value("SELECT document::text FROM users WHERE id = ?", bob.id()))
                .isEqualTo("{\"active\": true, \"userName\": \"bob\"}");
    }

    private int found(String filter) {
        return idp.find(filter).body().path("totalResults").intValue();
    }

    @Test
    @Tag("RES-16")
    void a_group_in_the_body_of_a_person_makes_him_no_member() {
        String readers = idp.group("Readers");
        String groups = ",'groups':[{'value':'" + readers + "','type':'direct'}]";

        Reply bob = idp.post("/Users", Connector.person("bob", groups)).demand(201);
        idp.put("/Users/" + ada.id(), Connector.person("ada", groups)).demand(200);
        idp.patch("/Users/" + ada.id(), "{'op':'add','value':{" + groups.substring(1) + "}}")
                .demand(200);

        assertThat(bob.body().path("groups")).isEmpty();
        assertThat(idp.get("/Groups/" + readers).body().path("members")).isEmpty();
        idp.addMember(readers, ada.id()).demand(204);
        idp.put("/Users/" + ada.id(), Connector.person("ada", ",'groups':[]")).demand(200);
        assertThat(idp.get("/Groups/" + readers).body().path("members")).hasSize(1);
    }

    @Test
    @Tag("SCH-04")
    @Tag("PAT-48")
    @Tag("PUT-10")
    void an_extension_is_named_while_it_has_data_and_no_longer() {
        String department = ",'" + ENTERPRISE + "':{'department':'Research'}";
        Reply bob = idp.post("/Users", Connector.person("bob", department)).demand(201);
        String path = "/Users/" + bob.id();

        assertThat(schemas(bob)).containsExactlyInAnyOrder(CORE, ENTERPRISE, USHER);
        Reply emptied = idp.patch(path, "{'op':'remove','path':'" + ENTERPRISE + ":department'}")
                .demand(200);
        assertThat(schemas(emptied)).containsExactlyInAnyOrder(CORE, USHER);
        Reply filled = idp.patch(path, "{'op':'add','path':'" + ENTERPRISE + ":department','value':'Sales'}")
                .demand(200);
        assertThat(schemas(filled)).containsExactlyInAnyOrder(CORE, ENTERPRISE, USHER);
        Reply replaced = idp.put(path, Connector.person("bob", "")).demand(200);
        assertThat(schemas(replaced)).containsExactlyInAnyOrder(CORE, USHER);
        assertThat(replaced.body().has(ENTERPRISE)).isFalse();
    }

    private static List<String> schemas(Reply person) {
        List<String> urns = new ArrayList<>();
        person.body().path("schemas").forEach(urn -> urns.add(urn.asText()));
        return urns;
    }

    @Test
    @Tag("T14")
    @Tag("SCH-18")
    void as_a_path_it_is_refused_by_name() {
        Map<String, String> paths = new LinkedHashMap<>();
        for (String readOnly : List.of(
                "id",
                "ID",
                "meta",
                "meta.version",
                "meta.created",
                "meta.location",
                "groups",
                "groups.value",
                USHER + ":seatType",
                USHER + ":seatStatus",
                USHER + ":stateVersion",
                USHER + ":signIn.allowed")) {
            paths.put(readOnly, "mutability");
        }
        for (String unknown : List.of(
                "tenantId",
                "tenant_id",
                "isAdmin",
                "seat",
                "holds",
                "protected",
                "emailVerified",
                "__proto__",
                "__proto__.isAdmin",
                "constructor.prototype",
                "class.classLoader",
                "document",
                "version",
                "urn:example:unknown:2.0:isAdmin",
                "$.id",
                "/id",
                "name/familyName",
                "id;x")) {
            paths.put(unknown, "invalidPath");
        }
        Map<String, String> before = row();
        SoftAssertions all = new SoftAssertions();
        paths.forEach((path, scimType) -> {
            for (String op : List.of("add", "replace", "remove")) {
                Reply refused =
                        idp.patch("/Users/" + ada.id(), "{'op':'" + op + "','path':'" + path + "','value':'x'}");
                all.assertThat(refused.status())
                        .as("%s %s: %s", op, path, refused.text())
                        .isEqualTo(400);
                all.assertThat(refused.scimType())
                        .as("%s %s: %s", op, path, refused.text())
                        .isEqualTo(scimType);
            }
        });
        all.assertThat(row()).isEqualTo(before);
        all.assertAll();
    }

    @Test
    @Tag("T14")
    @Tag("T19")
    void a_role_that_sounds_mighty_is_a_word_and_no_power() {
        Reply promoted = idp.put(
                        "/Users/" + ada.id(),
                        Connector.person(
                                "ada", ",'roles':[{'value':'super_admin'},{'value':'admin'}],'userType':'Owner'"))
                .demand(200);

        assertThat(promoted.usher("appRole")).isIn("", "user");
        assertThat(promoted.usher("seatStatus")).isEqualTo("waitlisted");
        assertThat(promoted.signIn()).isEqualTo(ada.signIn());
    }

    @Test
    @Tag("T19")
    void a_group_that_sounds_mighty_makes_nobody_mighty_nor_does_a_rename() {
        String before = ada.body().path(USHER).toString();
        for (String name : List.of("admin", "super-admin", "Administrators", "owner")) {
            String group = idp.group(name);
            idp.addMember(group, ada.id()).demand(204);
        }
        String plain = idp.group("Readers");
        idp.addMember(plain, ada.id()).demand(204);
        idp.patch("/Groups/" + plain, "{'op':'replace','path':'displayName','value':'admins'}")
                .demand(204);
        idp.patch("/Groups/" + plain, "{'op':'replace','path':'displayName','value':'Readers'}")
                .demand(204);

        String after = idp.user(ada.id()).body().path(USHER).toString();
        assertThat(after.replaceAll("\"stateVersion\":\\d+", ""))
                .isEqualTo(before.replaceAll("\"stateVersion\":\\d+", ""));
        assertThat(Tables.count("SELECT count(*) FROM operator_token")).isEqualTo(1);
    }

    @Test
    @Tag("T15")
    @Tag("SCH-09")
    void a_boolean_comes_in_the_forms_that_are_documented_and_in_no_other() {
        for (String yes : List.of("true", "'true'", "'True'")) {
            assertThat(active(yes).demand(200).body().path("active").asBoolean())
                    .isTrue();
        }
        for (String no : List.of("false", "'false'", "'False'")) {
            assertThat(active(no).demand(200).body().path("active").asBoolean(true))
                    .isFalse();
        }
        for (String neither :
                List.of("1", "0", "'1'", "'yes'", "'TRUE'", "' true'", "'no'", "[true]", "{}", "'null'")) {
            assertThat(active(neither).demand(400).scimType()).as(neither).isEqualTo("invalidValue");
        }
    }

    private Reply active(String value) {
        return idp.patch("/Users/" + ada.id(), "{'op':'replace','path':'active','value':" + value + "}");
    }

    private Map<String, String> row() {
        return new HashMap<>(
                Tables.rows("SELECT * FROM users WHERE id = ?", ada.id()).get(0));
    }
}
