package io.usher.scim.dialect;

import static io.usher.scim.dialect.Speaker.ENTERPRISE;
import static io.usher.scim.dialect.Speaker.PATCH_OP;
import static io.usher.scim.dialect.Speaker.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A PATCH as a message: its schemas, its list of operations, operations without path. */
@QuarkusTest
class PatchMessagesTest {

    @ParameterizedTest
    @Tag("PAT-01")
    @Tag("AMB-33")
    @CsvSource({"tolerant, 200", "rfc, 400 invalidSyntax", "interop-strict, 400 invalidSyntax"})
    void schemas_must_be_there(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        String operations = "'Operations':[{'op':'replace','path':'title','value':'x'}]}";
        assertThat(send(idp, user, "{" + operations)).isEqualTo(expected);
        assertThat(send(idp, user, "{'schemas':null," + operations)).isEqualTo(expected);
        assertThat(send(idp, user, "{'SCHEMAS':['" + PATCH_OP + "']," + operations))
                .isEqualTo("200");
    }

    @ParameterizedTest
    @Tag("PAT-02")
    @Tag("AMB-30")
    @Tag("ENT-12")
    @CsvSource({"tolerant, 200", "rfc, 400 invalidSyntax", "interop-strict, 400 invalidSyntax"})
    void there_must_be_an_operation(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        Reply before = idp.get(user);
        assertThat(outcome(idp.patch(user, ""))).isEqualTo(expected);
        assertThat(idp.get(user)).isEqualTo(before);
    }

    @ParameterizedTest
    @Tag("PAT-62")
    @Tag("INT-10")
    @CsvSource({
        "tolerant, 200, 400 noTarget",
        "rfc, 200, 400 noTarget",
        "interop-strict, 400 invalidSyntax, 400 invalidSyntax"
    })
    void an_operation_may_or_must_have_a_path(String dialect, String written, String removed) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        expect(idp, user, "{'op':'replace','value':{'title':'x'}}", written);
        expect(idp, user, "{'op':'add','path':null,'value':{'title':'x'}}", written);
        expect(idp, user, "{'op':'add','path':'','value':{'title':'x'}}", written);
        expect(idp, user, "{'op':'remove'}", removed);
        assertThat(idp.get(user).body().has("title")).isEqualTo(written.equals("200"));
    }

    @ParameterizedTest
    @Tag("INT-10")
    @CsvSource({"tolerant, 200", "rfc, 200", "interop-strict, 400 invalidPath"})
    void the_schema_of_the_type_is_no_attribute(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String path = "urn:ietf:params:scim:schemas:core:2.0:User";
        expect(idp, Speaker.user(idp), "{'op':'add','path':'" + path + "','value':{'title':'x'}}", expected);
    }

    @ParameterizedTest
    @Tag("SCH-33")
    @Tag("AMB-01")
    @CsvSource({"tolerant, 200", "rfc, 400 invalidSyntax"})
    void an_unknown_schema_in_a_value_is_ignored_or_refused(String dialect, String urn) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        value(idp, user, "'foo':1,'name.foo':2,'" + ENTERPRISE + "':{'foo':3}", "200");
        value(idp, user, "'urn:example:unknown:2.0:User':{'foo':1}", urn);
        value(idp, user, "'urn:example:unknown:2.0:User:foo':1", urn);
        value(idp, user, "'" + ENTERPRISE + ":foo':1", urn);
        value(idp, user, "'schemas':['urn:example:unknown']", urn);
        value(idp, user, "'" + ENTERPRISE + ":department':'D','" + ENTERPRISE + "':{'division':'E'}", "200");
        value(idp, user, "'password':'x','urn:ietf:params:scim:schemas:core:2.0:User:password':'x'", "200");
    }

    @ParameterizedTest
    @Tag("INT-04")
    @CsvSource({
        "tolerant, 200, 200",
        "rfc, 200, 400 invalidSyntax",
        "interop-strict, 400 invalidSyntax, 400 invalidSyntax"
    })
    void what_no_schema_knows_is_ignored_or_refused_behind_a_path_too(String dialect, String plain, String schema) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        expect(idp, user, "{'op':'add','path':'name','value':{'foo':'x'}}", plain);
        expect(idp, user, "{'op':'add','path':'emails','value':[{'value':'4@x','foo':'x'}]}", plain);
        expect(idp, user, "{'op':'add','path':'" + ENTERPRISE + "','value':{'foo':'x'}}", plain);
        expect(idp, user, "{'op':'add','path':'" + ENTERPRISE + "','value':{'password':'x'}}", plain);
        expect(idp, user, "{'op':'add','path':'schemas','value':['urn:example:unknown']}", schema);
        expect(idp, user, "{'op':'add','path':'schemas','value':['" + ENTERPRISE + "']}", "200");
    }

    @ParameterizedTest
    @Tag("PAT-14")
    @ValueSource(strings = {"tolerant", "rfc", "interop-strict"})
    void an_unknown_attribute_as_a_path_is_refused_in_every_dialect(String dialect) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        expect(idp, user, "{'op':'add','path':'nosuch','value':'x'}", "400 invalidPath");
        expect(idp, user, "{'op':'add','path':'urn:example:unknown:2.0:User:foo','value':'x'}", "400 invalidPath");
    }

    @ParameterizedTest
    @Tag("PAT-43")
    @Tag("AMB-07")
    @CsvSource({"tolerant, 200", "rfc, 400 mutability"})
    void what_is_readOnly_in_a_value_is_ignored_when_it_says_nothing_new(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        String id = user.substring("/Users/".length());
        value(idp, user, "'id':'" + id + "','title':'x'", "200");
        value(idp, user, "'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'title':'x'", "200");
        value(idp, user, "'id':'" + id.toUpperCase(java.util.Locale.ROOT) + "x'", expected);
        value(idp, user, "'id':7", expected);
        value(idp, user, "'meta':{'resourceType':'User'}", expected);
        value(idp, user, "'groups':[]", expected);
        value(idp, user, "'" + ENTERPRISE + ":manager.displayName':'M'", expected);
    }

    @ParameterizedTest
    @Tag("PAT-43")
    @CsvSource({"tolerant, 204", "rfc, 400 mutability"})
    void a_group_is_renamed_with_its_own_id(String dialect, String another) {
        Connector idp = Speaker.of(dialect);
        String id = idp.group("g");
        value(idp, "/Groups/" + id, "'id':'" + id + "','displayName':'h'", "204");
        value(idp, "/Groups/" + id, "'id':'" + Speaker.user(idp).substring("/Users/".length()) + "'", another);
        assertThat(idp.get("/Groups/" + id).body().path("displayName").asText()).isEqualTo("h");
    }

    @ParameterizedTest
    @Tag("PAT-52")
    @Tag("PAT-53")
    @CsvSource({"tolerant, 200", "rfc, 400 invalidValue", "interop-strict, 400 invalidValue"})
    void values_are_as_strict_as_in_a_body(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        expect(idp, user, "{'op':'replace','path':'active','value':'False'}", expected);
        expect(idp, user, "{'op':'add','path':'emails','value':[{'value':'9@x','primary':'True'}]}", expected);
        expect(idp, user, "{'op':'add','path':'" + ENTERPRISE + ":manager','value':'7'}", expected);
        expect(idp, user, "{'op':'replace','path':'" + ENTERPRISE + ":manager','value':[{'value':'7'}]}", expected);
        expect(idp, user, "{'op':'add','path':'emails','value':{'value':'8@x'}}", "200");
        expect(idp, user, "{'op':'replace','path':'active','value':false}", "200");
    }

    @ParameterizedTest
    @Tag("PAT-04")
    @Tag("PAT-05")
    @Tag("AMB-29")
    @ValueSource(strings = {"tolerant", "rfc", "interop-strict"})
    void names_and_op_count_in_any_case_in_every_dialect(String dialect) {
        Connector idp = Speaker.of(dialect);
        String body = "{'schemas':['" + PATCH_OP + "'],'operations':[{'OP':'Replace','Path':'TITLE','value':'x'}]}";
        assertThat(send(idp, Speaker.user(idp), body)).isEqualTo("200");
    }

    private static void value(Connector idp, String resource, String members, String expected) {
        expect(idp, resource, "{'op':'replace','value':{" + members + "}}", expected);
    }

    private static void expect(Connector idp, String resource, String operation, String expected) {
        Reply reply = idp.patch(resource, operation);
        assertThat(outcome(reply)).as(operation + ": " + reply.text()).isEqualTo(expected);
    }

    private static String send(Connector idp, String resource, String body) {
        return outcome(Reply.of(idp.send("PATCH", "/scim/v2" + resource, Connector.quoted(body))));
    }
}
