package io.usher.scim.dialect;

import static io.usher.scim.dialect.Speaker.ENTERPRISE;
import static io.usher.scim.dialect.Speaker.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a POST, and of a PUT alike. */
@QuarkusTest
class ResourceBodiesTest {

    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";

    @ParameterizedTest
    @Tag("SCH-09")
    @CsvSource({"tolerant, 201", "rfc, 400 invalidValue", "interop-strict, 400 invalidValue"})
    void a_boolean_is_no_text(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        expect(idp, ",'active':'False'", expected);
        expect(idp, ",'emails':[{'value':'a@x','primary':'True'}]", expected);
        expect(idp, ",'active':false", "201");
    }

    @ParameterizedTest
    @Tag("PAT-52")
    @CsvSource({"tolerant, 201", "rfc, 400 invalidValue", "interop-strict, 400 invalidValue"})
    void a_single_complex_value_is_an_object(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        expect(idp, ",'" + ENTERPRISE + "':{'manager':'7'}", expected);
        expect(idp, ",'" + ENTERPRISE + "':{'manager':[{'value':'7'}]}", expected);
        expect(idp, ",'name':[{'givenName':'Ada'}]", expected);
        expect(idp, ",'" + ENTERPRISE + "':{'manager':{'value':'7'}}", "201");
    }

    @ParameterizedTest
    @Tag("AMB-37")
    @ValueSource(strings = {"tolerant", "rfc", "interop-strict"})
    void one_element_may_come_without_its_list(String dialect) {
        expect(Speaker.of(dialect), ",'emails':{'value':'a@x'}", "201");
    }

    @ParameterizedTest
    @Tag("SCH-03")
    @Tag("AMB-33")
    @CsvSource({"tolerant, 201", "rfc, 400 invalidSyntax", "interop-strict, 400 invalidSyntax"})
    void schemas_must_be_there(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        SoftAssertions all = new SoftAssertions();
        all.assertThat(outcome(idp.post("/Users", "{\"userName\":\"ada\"}"))).isEqualTo(expected);
        all.assertThat(outcome(idp.post("/Users", "{\"userName\":\"bob\",\"schemas\":null}")))
                .isEqualTo(expected);
        all.assertThat(outcome(idp.post("/Groups", "{\"displayName\":\"g\"}"))).isEqualTo(expected);
        all.assertAll();
    }

    @ParameterizedTest
    @Tag("SCH-03")
    @Tag("INT-04")
    @CsvSource({"tolerant, 201", "rfc, 400 invalidSyntax", "interop-strict, 400 invalidSyntax"})
    void schemas_name_schemas_of_the_type(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String body = "{'schemas':['" + CORE + "','%s'],'userName':'%s'}";
        SoftAssertions all = new SoftAssertions();
        all.assertThat(outcome(idp.post("/Users", json(body, "urn:example:unknown", "ada"))))
                .isEqualTo(expected);
        all.assertThat(outcome(idp.post("/Users", json(body, "urn:ietf:params:scim:schemas:core:2.0:Group", "bob"))))
                .isEqualTo(expected);
        all.assertThat(outcome(idp.post("/Users", json(body, ENTERPRISE.toUpperCase(java.util.Locale.ROOT), "eve"))))
                .isEqualTo("201");
        all.assertThat(outcome(idp.post("/Users", json(body, CORE, "dan")))).isEqualTo("201");
        all.assertAll();
    }

    @ParameterizedTest
    @Tag("SCH-33")
    @Tag("AMB-01")
    @Tag("INT-04")
    @CsvSource({
        "tolerant, 201, 201",
        "rfc, 201, 400 invalidSyntax",
        "interop-strict, 400 invalidSyntax, 400 invalidSyntax"
    })
    void what_no_schema_knows_is_ignored_or_refused(String dialect, String plain, String urn) {
        Connector idp = Speaker.of(dialect);
        expect(idp, ",'foo':1", plain);
        expect(idp, ",'members':[]", plain);
        expect(idp, ",'employeeNumber':'7'", plain);
        expect(idp, ",'name':{'foo':'x'}", plain);
        expect(idp, ",'emails':[{'value':'a@x','foo':'x'}]", plain);
        expect(idp, ",'" + ENTERPRISE + "':{'foo':'x'}", plain);
        expect(idp, ",'" + ENTERPRISE + "':{'manager':{'foo':'x'}}", plain);
        expect(idp, ",'urn:example:unknown:2.0:User':{'foo':'x'}", urn);
    }

    @ParameterizedTest
    @Tag("SCH-33")
    @CsvSource({"tolerant, 201", "rfc, 201", "interop-strict, 400 invalidSyntax"})
    void what_no_member_knows_is_ignored_or_refused(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String ada = idp.create("ada").demand(201).id();
        Reply made = idp.post("/Groups", Connector.quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'g',
                 'members':[{'value':'%s','$ref':null,'type':'User','display':'A','foo':'x'}]}""".formatted(ada)));
        assertThat(outcome(made)).as(made.text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @Tag("SCH-18")
    @Tag("PUT-04")
    @ValueSource(strings = {"tolerant", "rfc", "interop-strict"})
    void what_is_readOnly_may_be_sent_back_in_every_dialect(String dialect) {
        Connector idp = Speaker.of(dialect);
        Reply ada = idp.create("ada").demand(201);
        idp.put("/Users/" + ada.id(), ada.text()).demand(200);
    }

    @ParameterizedTest
    @Tag("T15")
    @ValueSource(strings = {"tolerant", "rfc", "interop-strict"})
    void a_password_is_taken_and_dropped_in_every_dialect(String dialect) {
        Connector idp = Speaker.of(dialect);
        Reply ada =
                idp.post("/Users", Connector.person("ada", ",'password':'x'")).demand(201);
        Reply patched = idp.patch("/Users/" + ada.id(), "{'op':'replace','path':'password','value':'y'}")
                .demand(200);
        assertThat(ada.text() + patched.text()).doesNotContain("password");
    }

    @ParameterizedTest
    @Tag("AMB-06")
    @ValueSource(strings = {"tolerant", "rfc", "interop-strict"})
    void a_put_that_says_nothing_of_active_keeps_it_in_every_dialect(String dialect) {
        Connector idp = Speaker.of(dialect);
        String ada = idp.create("ada").demand(201).id();
        idp.activate(ada, false).demand(200);
        assertThat(idp.put("/Users/" + ada, Connector.person("ada", ""))
                        .demand(200)
                        .body()
                        .path("active")
                        .asBoolean())
                .isFalse();
    }

    private static void expect(Connector idp, String more, String expected) {
        Reply made = idp.post("/Users", Connector.person("user", more));
        assertThat(outcome(made)).as(more + ": " + made.text()).isEqualTo(expected);
        String id = made.status() == 201
                ? made.id()
                : idp.create("user").demand(201).id();
        Reply replaced = idp.put("/Users/" + id, Connector.person("user", more));
        assertThat(outcome(replaced)).as("PUT " + more).isEqualTo(expected.replace("201", "200"));
        idp.delete("/Users/" + id).demand(204);
    }

    private static String json(String body, String urn, String userName) {
        return Connector.quoted(body.formatted(urn, userName));
    }
}
