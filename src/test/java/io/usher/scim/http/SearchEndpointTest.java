package io.usher.scim.http;

import static io.usher.testing.Connector.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** POST to {@code /.search}, and queries over users and groups together (RFC 7644 §3.4.2.1, §3.4.3). */
@QuarkusTest
class SearchEndpointTest {

    private static final String MESSAGE = "'schemas':['urn:ietf:params:scim:api:messages:2.0:SearchRequest']";

    private TestTenant tenant;
    private Connector idp;

    @BeforeEach
    void fill() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        String ann = idp.post("/Users", Connector.person("ann", ",'displayName':'Ann','title':'Dr'"))
                .demand(201)
                .id();
        idp.post("/Users", Connector.person("bob", ",'displayName':'Admin Bob','active':false"))
                .demand(201);
        idp.createGroup("Admins", ann);
        idp.createGroup("Zoo");
    }

    private Reply search(String path, String more) {
        return idp.post(path + "/.search", quoted("{" + MESSAGE + (more.isEmpty() ? "" : ",") + more + "}"));
    }

    private static List<String> names(Reply list) {
        List<String> names = new ArrayList<>();
        for (JsonNode resource : list.body().path("Resources")) {
            names.add(resource.path("displayName").asText());
        }
        return names;
    }

    @Test
    @Tag("SEA-01")
    @Tag("HTTP-27")
    void a_search_is_answered_with_a_list() {
        Reply list =
                search("/Users", "'filter':'userName eq \\'ann\\'','count':1").demand(200);
        assertThat(list.body().path("schemas").get(0).asText())
                .isEqualTo("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        assertThat(names(list)).containsExactly("Ann");
        assertThat(names(search("/Groups", "").demand(200))).containsExactlyInAnyOrder("Admins", "Zoo");
    }

    @Test
    @Tag("SEA-02")
    @Tag("PRJ-01")
    void attributes_are_lists_of_names() {
        JsonNode only = search("/Users", "'attributes':['userName','title']")
                .demand(200)
                .body()
                .path("Resources")
                .get(0);
        assertThat(only.has("userName")).isTrue();
        assertThat(only.has("displayName")).isFalse();
        JsonNode without = search("/Users", "'excludedAttributes':['displayName']")
                .demand(200)
                .body()
                .path("Resources")
                .get(0);
        assertThat(without.has("displayName")).isFalse();
        assertThat(without.has("userName")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filter=displayName co \"A\"|'filter':'displayName co \\'A\\''",
                "sortBy=displayName&sortOrder=descending|'sortBy':'displayName','sortOrder':'descending'",
                "startIndex=2&count=1&sortBy=userName|'startIndex':2,'count':1,'sortBy':'userName'",
                "count=0|'count':0",
                "attributes=userName,name.givenName|'attributes':['userName','name.givenName']",
                "excludedAttributes=meta|'excludedAttributes':['meta']",
            })
    @Tag("SEA-03")
    void a_search_means_what_a_get_means(String query, String message) {
        String encoded = query.replace(" ", "%20").replace("\"", "%22");
        assertThat(search("/Users", message).demand(200).text())
                .isEqualTo(idp.get("/Users?" + encoded).demand(200).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'schemas':[]}",
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp']}",
                "[]",
                "{" + MESSAGE + ",'filter':1}",
                "{" + MESSAGE + ",'count':'10'}",
                "{" + MESSAGE + ",'attributes':'userName'}",
                "{" + MESSAGE + ",'attributes':[1]}",
                "{" + MESSAGE + ",'count':1,'COUNT':2}"
            })
    @Tag("SEA-04")
    @Tag("HTTP-27")
    void what_is_no_search_message_is_refused(String body) {
        assertThat(idp.post("/Users/.search", quoted(body)).demand(400).scimType())
                .isEqualTo("invalidSyntax");
    }

    @Test
    @Tag("SEA-05")
    @Tag("QRY-06")
    void the_root_spans_users_and_groups() {
        assertThat(names(search("", "'filter':'displayName sw \\'A\\'','sortBy':'displayName'")
                        .demand(200)))
                .containsExactly("Admin Bob", "Admins", "Ann");
        Reply all = idp.get("?count=10").demand(200);
        assertThat(all.body().path("totalResults").asInt()).isEqualTo(4);
        assertThat(all.body()
                        .path("Resources")
                        .get(0)
                        .path("meta")
                        .path("resourceType")
                        .asText())
                .isEqualTo("User");
        assertThat(names(root("meta.resourceType eq \"Group\""))).containsExactlyInAnyOrder("Admins", "Zoo");
    }

    private Reply root(String filter) {
        return idp.get("?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))
                .demand(200);
    }

    @Test
    @Tag("QRY-07")
    void an_attribute_that_a_type_lacks_has_no_value_there() {
        assertThat(names(root("userName pr"))).containsExactlyInAnyOrder("Ann", "Admin Bob");
        assertThat(names(root("userName eq \"ann\""))).containsExactly("Ann");
        assertThat(names(root("userName ne \"ann\""))).containsExactlyInAnyOrder("Admin Bob", "Admins", "Zoo");
        assertThat(names(root("not (userName pr)"))).containsExactlyInAnyOrder("Admins", "Zoo");
        assertThat(names(root("members pr"))).containsExactly("Admins");
        assertThat(names(root("emails[type eq \"work\"]"))).isEmpty();
        assertThat(names(root("nosuch eq null"))).hasSize(4);
    }

    @Test
    @Tag("SEA-05")
    @Tag("CUR-12")
    void everything_is_paged_by_index_and_by_cursor_in_one_order() {
        String query = "?sortBy=userName&sortOrder=descending";
        List<String> whole = names(idp.get(query).demand(200));
        assertThat(whole).hasSize(4).endsWith("Admin Bob", "Ann");
        List<String> byIndex = new ArrayList<>();
        for (int start = 1; start <= 4; start++) {
            byIndex.addAll(names(idp.get(query + "&count=1&startIndex=" + start).demand(200)));
        }
        assertThat(byIndex).isEqualTo(whole);
        Reply last = idp.get(query + "&count=10&startIndex=4").demand(200);
        assertThat(last.body().path("totalResults").asInt()).isEqualTo(4);
        assertThat(last.body().path("itemsPerPage").asInt()).isEqualTo(1);
        List<String> byCursor = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = idp.get(query + "&count=1&cursor=" + cursor).demand(200);
            byCursor.addAll(names(page));
            cursor = page.body().path("nextCursor").asText("");
        } while (!cursor.isEmpty() && byCursor.size() < 10);
        assertThat(byCursor).isEqualTo(whole);
    }

    @Test
    void members_are_shown_and_left_out_as_in_a_list_of_groups() {
        String filter = "'filter':'displayName eq \\'Admins\\''";
        assertThat(search("", filter).body().path("Resources").get(0).path("members"))
                .hasSize(1);
        assertThat(search("", filter + ",'excludedAttributes':['members']")
                        .body()
                        .path("Resources")
                        .get(0)
                        .has("members"))
                .isFalse();
    }

    @Test
    @Tag("SEA-07")
    void a_search_is_no_resource() {
        for (String path : List.of("/Users/.search", "/Groups/.search", "/.search")) {
            assertThat(idp.get(path).status()).as(path).isIn(404, 405);
        }
    }

    @Test
    @Tag("SEA-06")
    void a_refused_search_is_no_refused_write() {
        search("/Users", "'filter':'nosuch eq 1'").demand(400);
        assertThat(Tables.count(
                        "SELECT count(*) FROM audit_record WHERE tenant_id = ? AND outcome = 'refused'", tenant.id()))
                .isZero();
    }
}
