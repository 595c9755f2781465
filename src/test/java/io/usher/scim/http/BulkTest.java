package io.usher.scim.http;

import static io.usher.testing.Connector.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many operations in one request (RFC 7644 §3.7). */
@QuarkusTest
class BulkTest {

    private static final String BULK = "'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest']";
    private static final String USER = "'schemas':['urn:ietf:params:scim:schemas:core:2.0:User']";
    private static final String GROUP = "'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group']";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private TestTenant tenant;
    private Connector idp;

    @BeforeEach
    void connect() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
    }

    private Reply bulk(String... operations) {
        return idp.post("/Bulk", quoted("{" + BULK + ",'Operations':[" + String.join(",", operations) + "]}"));
    }

    private static List<String> statuses(Reply reply) {
        List<String> statuses = new ArrayList<>();
        for (JsonNode operation : reply.demand(200).body().path("Operations")) {
            assertThat(operation.path("status").isTextual()).isTrue();
            statuses.add(operation.path("status").textValue());
        }
        return statuses;
    }

    private static JsonNode operation(Reply reply, int n) {
        return reply.body().path("Operations").get(n);
    }

    private static String id(Reply reply, int n) {
        String location = operation(reply, n).path("location").asText();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String user(String bulkId, String userName, String more) {
        return "{'method':'POST','path':'/Users','bulkId':'%s','data':{%s,'userName':'%s'%s}}"
                .formatted(bulkId, USER, userName, more);
    }

    private static String group(String bulkId, String displayName, String... members) {
        String values = members.length == 0 ? "" : "{'value':'" + String.join("'},{'value':'", members) + "'}";
        return "{'method':'POST','path':'/Groups','bulkId':'%s','data':{%s,'displayName':'%s','members':[%s]}}"
                .formatted(bulkId, GROUP, displayName, values);
    }

    private static String patch(String path, String operations) {
        return "{'method':'PATCH','path':'%s','data':{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':[%s]}}"
                .formatted(path, operations);
    }

    @Test
    @Tag("BLK-01")
    @Tag("BLK-04")
    @Tag("BLK-05")
    @Tag("HTTP-15")
    void every_method_is_done_and_answered_by_itself() {
        String ann = idp.create("ann").demand(201).id();
        String bob = idp.create("bob").demand(201).id();
        String cat = idp.create("cat").demand(201).id();
        Reply reply = bulk(
                user("new", "dora", ""),
                "{'method':'PUT','path':'/Users/" + ann + "','data':{" + USER + ",'userName':'ann','title':'Dr'}}",
                patch("/Users/" + bob, "{'op':'replace','path':'active','value':false}"),
                "{'method':'DELETE','path':'/Users/" + cat + "'}");
        assertThat(statuses(reply)).containsExactly("201", "200", "200", "204");
        assertThat(reply.body().path("schemas").get(0).asText())
                .isEqualTo("urn:ietf:params:scim:api:messages:2.0:BulkResponse");
        assertThat(operation(reply, 0).path("bulkId").asText()).isEqualTo("new");
        assertThat(operation(reply, 0).path("method").asText()).isEqualTo("POST");
        assertThat(operation(reply, 0).path("version").asText())
                .isEqualTo(idp.user(id(reply, 0)).demand(200).etag());
        assertThat(operation(reply, 1).path("version").asText())
                .isEqualTo(idp.user(ann).etag());
        assertThat(operation(reply, 1).path("location").asText()).endsWith("/scim/v2/Users/" + ann);
        assertThat(operation(reply, 3).has("version")).isFalse();
        assertThat(idp.user(ann).body().path("title").asText()).isEqualTo("Dr");
        assertThat(idp.user(bob).body().path("active").booleanValue()).isFalse();
        idp.user(cat).demand(404);
    }

    @Test
    @Tag("BLK-02")
    @Tag("BLK-03")
    @Tag("BLK-06")
    void an_operation_that_cannot_be_read_fails_alone() {
        Reply reply = bulk(
                "{'method':'GET','path':'/Users/1'}",
                "{'path':'/Users'}",
                "{'method':'POST','path':'/Users','data':{" + USER + ",'userName':'no-bulk-id'}}",
                "{'method':'POST','path':'/Users','bulkId':'a'}",
                "{'method':'PUT','bulkId':'b','data':{}}",
                "{'method':'POST','path':'/Devices','bulkId':'c','data':{}}",
                "{'method':'POST','path':'/Users/1','bulkId':'d','data':{}}",
                "{'method':'DELETE','path':'/Users'}",
                user("good", "ann", ""));
        assertThat(statuses(reply)).containsExactly("400", "400", "400", "400", "400", "400", "400", "400", "201");
        JsonNode error = operation(reply, 0).path("response");
        assertThat(error.path("schemas").get(0).asText()).isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(error.path("scimType").asText()).isEqualTo("invalidSyntax");
        assertThat(error.path("status").asText()).isEqualTo("400");
        assertThat(operation(reply, 2).has("location"))
                .as("a POST that failed has no place")
                .isFalse();
    }

    @Test
    @Tag("BLK-07")
    void it_stops_after_so_many_errors_and_reports_what_it_did() {
        String[] bad = new String[5];
        for (int n = 0; n < 5; n++) {
            bad[n] = user("b" + n, "", "");
        }
        assertThat(statuses(bulk(bad))).hasSize(5).containsOnly("400");
        String body = "{" + BULK + ",'failOnErrors':%d,'Operations':[" + String.join(",", bad) + ","
                + user("g", "ann", "") + "]}";
        assertThat(statuses(idp.post("/Bulk", quoted(body.formatted(2))))).containsExactly("400", "400");
        assertThat(idp.find("userName eq \"ann\"").body().path("totalResults").asInt())
                .isZero();
        assertThat(statuses(idp.post("/Bulk", quoted(body.formatted(0)))))
                .hasSize(6)
                .endsWith("201");
    }

    @Test
    @Tag("BLK-08")
    void what_succeeded_stays_when_another_fails() {
        Reply reply = bulk(user("a", "ann", ""), user("b", "ANN", ""), user("c", "cat", ""));
        assertThat(statuses(reply)).containsExactly("201", "409", "201");
        assertThat(operation(reply, 1).path("response").path("scimType").asText())
                .isEqualTo("uniqueness");
        idp.user(id(reply, 0)).demand(200);
    }

    @Test
    @Tag("BLK-09")
    @Tag("BLK-10")
    void a_reference_is_the_id_of_what_was_made_before_or_after() {
        Reply backwards = bulk(user("u1", "ann", ""), group("g1", "Admins", "bulkId:u1"));
        assertThat(statuses(backwards)).containsExactly("201", "201");
        Reply forwards =
                bulk(group("g2", "Others", "bulkId:u2", "bulkId:u3"), user("u2", "bob", ""), user("u3", "cat", ""));
        assertThat(statuses(forwards)).containsExactly("201", "201", "201");
        JsonNode members = idp.get("/Groups/" + id(forwards, 0)).body().path("members");
        assertThat(members.findValuesAsText("value")).containsExactlyInAnyOrder(id(forwards, 1), id(forwards, 2));
        assertThat(idp.get("/Groups/" + id(backwards, 1)).text()).doesNotContain("bulkId");
    }

    @Test
    @Tag("BLK-11")
    @Tag("BLK-14")
    void a_circle_is_made_as_a_whole() {
        String manager = ",'" + ENTERPRISE + "':{'manager':{'value':'bulkId:%s'}}";
        Reply reply = bulk(user("a", "ann", manager.formatted("b")), user("b", "bob", manager.formatted("a")));
        assertThat(statuses(reply)).containsExactly("201", "201");
        assertThat(manager(id(reply, 0))).isEqualTo(id(reply, 1));
        assertThat(manager(id(reply, 1))).isEqualTo(id(reply, 0));
    }

    private String manager(String id) {
        return idp.user(id)
                .demand(200)
                .body()
                .path(ENTERPRISE)
                .path("manager")
                .path("value")
                .asText();
    }

    @Test
    @Tag("BLK-11")
    void of_a_circle_with_a_fault_nothing_is_made() {
        idp.create("bob").demand(201);
        String manager = ",'" + ENTERPRISE + "':{'manager':{'value':'bulkId:%s'}}";
        Reply reply = bulk(
                user("a", "ann", manager.formatted("b")),
                user("b", "bob", manager.formatted("a")),
                user("c", "cat", ""));
        assertThat(statuses(reply)).containsExactly("409", "409", "201");
        assertThat(operation(reply, 1).path("response").path("scimType").asText())
                .isEqualTo("uniqueness");
        assertThat(idp.find("userName eq \"ann\"").body().path("totalResults").asInt())
                .isZero();
    }

    @Test
    @Tag("BLK-12")
    void a_reference_to_itself_or_to_nobody_is_refused() {
        String manager = ",'" + ENTERPRISE + "':{'manager':{'value':'bulkId:%s'}}";
        Reply reply = bulk(user("a", "ann", manager.formatted("a")), user("b", "bob", manager.formatted("nobody")));
        assertThat(statuses(reply)).containsExactly("400", "400");
        assertThat(operation(reply, 0).path("response").path("scimType").asText())
                .isEqualTo("invalidValue");
        assertThat(operation(reply, 1).path("response").path("scimType").asText())
                .isEqualTo("invalidValue");
    }

    @Test
    @Tag("BLK-13")
    void who_refers_to_what_failed_fails_too() {
        idp.create("ann").demand(201);
        Reply reply = bulk(group("g", "Admins", "bulkId:u"), user("u", "ann", ""));
        assertThat(statuses(reply)).containsExactly("400", "409");
        assertThat(idp.get("/Groups").body().path("totalResults").asInt()).isZero();
    }

    @Test
    @Tag("BLK-15")
    void a_reference_may_stand_in_a_path() {
        Reply reply = bulk(
                user("u", "ann", ""),
                patch("/Users/bulkId:u", "{'op':'replace','path':'title','value':'Dr'}"),
                user("gone", "bob", ""),
                "{'method':'DELETE','path':'/Users/bulkId:gone'}",
                "{'method':'PUT','path':'/Users/bulkId:u','data':{" + USER + ",'userName':'anna'}}");
        assertThat(statuses(reply)).containsExactly("201", "200", "201", "204", "200");
        assertThat(idp.user(id(reply, 0)).demand(200).body().path("userName").asText())
                .isEqualTo("anna");
        idp.user(id(reply, 2)).demand(404);
    }

    @Test
    @Tag("BLK-17")
    void the_data_of_a_patch_is_a_message_or_its_operations_alone() {
        String ann = idp.create("ann").demand(201).id();
        Reply reply = bulk(
                patch("/Users/" + ann, "{'op':'add','path':'title','value':'Dr'}"),
                "{'method':'PATCH','path':'/Users/" + ann + "','data':[{'op':'add','path':'nickName','value':'A'}]}");
        assertThat(statuses(reply)).containsExactly("200", "200");
        JsonNode user = idp.user(ann).body();
        assertThat(user.path("title").asText() + user.path("nickName").asText()).isEqualTo("DrA");
    }

    @Test
    @Tag("BLK-18")
    void a_version_that_is_not_the_current_one_is_refused() {
        Reply ann = idp.create("ann").demand(201);
        String stale = ",'version':'W/\\'99\\''}";
        String current = ",'version':'" + ann.etag().replace("\"", "\\'") + "'}";
        String put =
                "{'method':'PUT','path':'/Users/" + ann.id() + "','data':{" + USER + ",'userName':'ann','title':'x'}";
        String patch = patch("/Users/" + ann.id(), "{'op':'add','path':'title','value':'y'}");
        String delete = "{'method':'DELETE','path':'/Users/" + ann.id() + "'";
        Reply refused = bulk(put + stale, patch.substring(0, patch.length() - 1) + stale, delete + stale);
        assertThat(statuses(refused)).containsExactly("412", "412", "412");
        assertThat(idp.user(ann.id()).etag()).isEqualTo(ann.etag());
        assertThat(statuses(bulk(put + current))).containsExactly("200");
    }

    @Test
    @Tag("BLK-19")
    @Tag("BLK-20")
    @Tag("DISC-06")
    void the_limits_are_those_that_are_advertised() {
        JsonNode limits = idp.get("/ServiceProviderConfig").body().path("bulk");
        assertThat(limits.path("supported").booleanValue()).isTrue();
        int most = limits.path("maxOperations").intValue();
        String[] many = new String[most + 1];
        java.util.Arrays.fill(many, "{'method':'DELETE','path':'/Users/1'}");
        assertThat(bulk(many).demand(413).detail()).contains("1,000");
        int bytes = limits.path("maxPayloadSize").intValue();
        String tooLarge = quoted("{" + BULK + ",'Operations':[]}") + " ".repeat(bytes);
        assertThat(idp.post("/Bulk", tooLarge).demand(413).detail()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{" + BULK + "}",
                "{" + BULK + ",'Operations':{}}",
                "{" + BULK + ",'Operations':[1]}",
                "{'Operations':[]}",
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':[]}",
                "{" + BULK + ",'failOnErrors':'x','Operations':[]}",
                "{" + BULK + ",'failOnErrors':-1,'Operations':[]}"
            })
    @Tag("BLK-22")
    @Tag("HTTP-27")
    void what_is_no_bulk_message_is_refused_as_a_whole(String body) {
        assertThat(idp.post("/Bulk", quoted(body)).demand(400).scimType()).isEqualTo("invalidSyntax");
    }

    @Test
    @Tag("BLK-16")
    @Tag("BLK-22")
    void two_operations_with_one_bulk_id_are_refused_and_none_is_done() {
        assertThat(bulk(user("a", "ann", ""), user("a", "bob", "")).demand(400).scimType())
                .isEqualTo("invalidSyntax");
        assertThat(idp.get("/Users").body().path("totalResults").asInt()).isZero();
    }

    @Test
    @Tag("BLK-23")
    void each_operation_is_allowed_or_refused_as_if_it_were_alone() {
        String theirs = Connector.of(tenant, "entra")
                .create("managed-elsewhere")
                .demand(201)
                .id();
        Reply reply =
                bulk(patch("/Users/" + theirs, "{'op':'replace','path':'active','value':false}"), user("a", "ann", ""));
        assertThat(statuses(reply)).containsExactly("403", "201");
        assertThat(idp.user(theirs).body().path("active").booleanValue()).isTrue();
    }

    @Test
    @Tag("BLK-24")
    void it_comes_to_the_same_as_one_request_after_the_other() {
        Reply reply = bulk(
                user("u", "ann", ""),
                patch("/Users/bulkId:u", "{'op':'replace','path':'title','value':'first'}"),
                patch("/Users/bulkId:u", "{'op':'replace','path':'title','value':'second'}"),
                "{'method':'DELETE','path':'/Users/bulkId:u'}",
                user("again", "ann", ""));
        assertThat(statuses(reply)).containsExactly("201", "200", "200", "204", "201");
        assertThat(idp.find("userName eq \"ann\"").body().path("totalResults").asInt())
                .isEqualTo(1);
    }

    @Test
    @Tag("SEC-07")
    void each_operation_has_a_record_of_its_own() {
        bulk(user("a", "ann", ""), user("b", "ann", "")).demand(200);
        JsonNode records = Reply.of(TestTenant.operator().get("/api/v1/tenants/" + tenant.name() + "/audit/records"))
                .demand(200)
                .body()
                .path("records");
        assertThat(records.findValuesAsText("path"))
                .filteredOn("/scim/v2/Users"::equals)
                .hasSize(2);
        assertThat(records.findValuesAsText("method")).doesNotContain("GET");
    }
}
