package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists read page by page with cursors (RFC 9865). */
@QuarkusTest
class CursorPagingTest {

    private TestTenant tenant;
    private Connector idp;

    @BeforeEach
    void fill() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "okta");
        for (int n = 0; n < 25; n++) {
            String title = n % 3 == 0 ? "" : ",'title':'t" + n % 4 + "','displayName':'Person " + n % 5 + "'";
            idp.post("/Users", Connector.person("p%02d".formatted(n), title)).demand(201);
        }
    }

    private static String next(Reply page) {
        return page.body().path("nextCursor").asText("");
    }

    private static String previous(Reply page) {
        return page.body().path("previousCursor").asText("");
    }

    private static List<String> ids(Reply page) {
        List<String> ids = new ArrayList<>();
        for (JsonNode resource : page.body().path("Resources")) {
            ids.add(resource.path("id").asText());
        }
        return ids;
    }

    private Reply page(String query, String cursor) {
        return idp.get("/Users?" + query + (query.isEmpty() ? "" : "&") + "cursor=" + cursor);
    }

    private List<String> walk(String query) {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = page(query, cursor).demand(200);
            seen.addAll(ids(page));
            cursor = next(page);
        } while (!cursor.isEmpty() && seen.size() < 100);
        return seen;
    }

    @Test
    @Tag("CUR-01")
    @Tag("CUR-02")
    @Tag("CUR-03")
    @Tag("CUR-07")
    void a_walk_meets_everybody_once_and_ends() {
        Reply first = idp.get("/Users?cursor&count=10").demand(200);
        assertThat(first.body().has("startIndex")).isFalse();
        assertThat(first.body().path("itemsPerPage").asInt()).isEqualTo(10);
        assertThat(first.body().path("totalResults").asInt()).isEqualTo(25);
        Reply second = page("count=10", next(first)).demand(200);
        Reply third = page("count=10", next(second)).demand(200);
        assertThat(ids(third)).hasSize(5);
        assertThat(third.body().has("nextCursor")).isFalse();
        assertThat(third.body().path("totalResults").asInt()).isEqualTo(25);
        assertThat(walk("count=10")).doesNotHaveDuplicates().hasSize(25);
        assertThat(walk("count=5"))
                .as("a last page that is full")
                .doesNotHaveDuplicates()
                .hasSize(25);
    }

    @Test
    @Tag("CUR-05")
    void a_walk_goes_back_too() {
        Reply first = page("count=10", "").demand(200);
        assertThat(previous(first)).isEmpty();
        Reply second = page("count=10", next(first)).demand(200);
        Reply third = page("count=10", next(second)).demand(200);
        Reply back = page("count=10", previous(third)).demand(200);
        assertThat(ids(back)).isEqualTo(ids(second));
        Reply start = page("count=10", previous(back)).demand(200);
        assertThat(ids(start)).isEqualTo(ids(first));
        assertThat(previous(start)).isEmpty();
        assertThat(ids(page("count=10", next(start)).demand(200))).isEqualTo(ids(second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName",
                "title",
                "displayName",
                "meta.created",
                "active",
                "urn:ietf:params:scim:schemas:extension:usher:2.0:User:stateVersion"
            })
    @Tag("CUR-12")
    @Tag("SRT-06")
    void a_sorted_walk_is_the_sorted_list(String attribute) {
        for (String order : List.of("ascending", "descending")) {
            String query = "count=4&sortBy=" + attribute + "&sortOrder=" + order;
            String whole = "/Users?count=100&sortBy=" + attribute + "&sortOrder=" + order;
            assertThat(walk(query)).as(query).isEqualTo(ids(idp.get(whole).demand(200)));
        }
    }

    @Test
    @Tag("CUR-04")
    void a_cursor_is_plain_in_a_url_and_says_nothing() {
        Reply page = page("count=3&sortBy=userName", "").demand(200);
        assertThat(next(page))
                .matches("[A-Za-z0-9._~-]+")
                .doesNotContain(ids(page).get(2));
        assertThat(new String(
                        java.util.Base64.getUrlDecoder().decode(next(page)),
                        java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("p02")
                .doesNotContain(ids(page).get(2));
    }

    @Test
    @Tag("CUR-06")
    void count_means_what_it_means_without_a_cursor() {
        assertThat(ids(page("count=0", "").demand(200))).isEmpty();
        assertThat(page("count=-3", "").demand(200).body().path("totalResults").asInt())
                .isEqualTo(25);
        assertThat(ids(page("", "").demand(200))).hasSize(25);
        assertThat(page("count=0", "").body().has("nextCursor")).isFalse();
    }

    @Test
    @Tag("CUR-08")
    @Tag("CUR-17")
    @Tag("CUR-19")
    void what_is_no_cursor_of_this_tenant_is_refused_in_one_sentence() {
        String good = next(page("count=10", "").demand(200));
        char last = good.charAt(good.length() - 2) == 'A' ? 'B' : 'A';
        String tampered = good.substring(0, good.length() - 2) + last + good.charAt(good.length() - 1);
        Connector stranger = Connector.of(TestTenant.create(), "okta");
        Reply foreign = stranger.get("/Users?count=10&cursor=" + good).demand(400);
        List<Reply> refused =
                List.of(page("count=10", "zzz"), page("count=10", tampered), page("count=10", "%00"), foreign);
        assertThat(refused).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.scimType()).isEqualTo("invalidCursor");
        });
        assertThat(new TreeSet<>(refused.stream().map(Reply::text).toList())).hasSize(1);
    }

    @Test
    @Tag("CUR-17")
    void another_connection_of_the_tenant_goes_on_with_what_it_may_see() {
        String cursor = next(page("count=10", "").demand(200));
        Connector other = Connector.of(tenant, "entra");
        assertThat(ids(other.get("/Users?count=10&cursor=" + cursor).demand(200)))
                .hasSize(10);
    }

    @Test
    @Tag("CUR-11")
    void the_question_stays_the_same_from_page_to_page() {
        String cursor = next(page("count=10", "").demand(200));
        for (String changed : List.of(
                "filter=active%20eq%20true", "sortBy=userName", "sortOrder=descending", "attributes=userName")) {
            assertThat(page("count=10&" + changed, cursor).demand(400).scimType())
                    .isEqualTo("invalidCursor");
        }
        assertThat(idp.get("/Groups?count=10&cursor=" + cursor).demand(400).scimType())
                .isEqualTo("invalidCursor");
    }

    @Test
    @Tag("CUR-10")
    void count_stays_the_same_from_page_to_page() {
        String cursor = next(page("count=10", "").demand(200));
        assertThat(page("count=20", cursor).demand(400).scimType()).isEqualTo("invalidCount");
        assertThat(page("count=x", "").demand(400).scimType()).isEqualTo("invalidCount");
    }

    @Test
    @Tag("CUR-13")
    @Tag("CUR-14")
    @Tag("CUR-16")
    void lists_are_paged_by_index_unless_a_cursor_is_given() {
        assertThat(idp.get("/Users?count=2").demand(200).body().has("nextCursor"))
                .isFalse();
        assertThat(page("startIndex=1", "").demand(400).scimType()).isEqualTo("invalidValue");
        JsonNode pagination = idp.get("/ServiceProviderConfig").body().path("pagination");
        assertThat(pagination.path("cursor").isBoolean()
                        && pagination.path("cursor").booleanValue())
                .isTrue();
        assertThat(pagination.path("index").booleanValue()).isTrue();
        assertThat(pagination.path("defaultPaginationMethod").asText()).isEqualTo("index");
        assertThat(pagination.path("defaultPageSize").asInt()).isEqualTo(200);
        assertThat(pagination.path("maxPageSize").asInt()).isEqualTo(1000);
        assertThat(pagination.path("cursorTimeout").asInt()).isEqualTo(3600);
    }

    @Test
    @Tag("CUR-15")
    void a_search_takes_a_cursor_in_its_message() {
        String message = "{'schemas':['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],'count':20,'cursor':'%s'}";
        Reply first = idp.post("/Users/.search", Connector.quoted(message.formatted("")))
                .demand(200);
        Reply last = idp.post("/Users/.search", Connector.quoted(message.formatted(next(first))))
                .demand(200);
        assertThat(ids(first)).hasSize(20).doesNotContainAnyElementsOf(ids(last));
        assertThat(ids(last)).hasSize(5);
        assertThat(next(last)).isEmpty();
    }

    @Test
    @Tag("CUR-18")
    void a_token_that_is_revoked_ends_the_walk() {
        String cursor = next(page("count=10", "").demand(200));
        TestTenant.operator()
                .delete("/api/v1/tenants/" + tenant.name() + "/connections/" + tenant.connection("okta") + "/tokens/"
                        + tokenId())
                .then()
                .statusCode(204);
        page("count=10", cursor).demand(401);
    }

    private String tokenId() {
        return TestTenant.operator()
                .get("/api/v1/tenants/" + tenant.name() + "/connections/" + tenant.connection("okta") + "/tokens")
                .path("[0].id");
    }

    @Test
    @Tag("CUR-21")
    void who_was_there_before_the_walk_is_met_once_whoever_comes_and_goes() {
        List<String> before = walk("count=100");
        List<String> gone = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = page("count=4&sortBy=userName", cursor).demand(200);
            List<String> ids = ids(page);
            seen.addAll(ids);
            cursor = next(page);
            // The mark itself goes away, somebody comes before it, somebody behind it.
            gone.add(ids.get(ids.size() - 1));
            idp.delete("/Users/" + ids.get(ids.size() - 1)).demand(204);
            idp.create("a" + seen.size()).demand(201);
            idp.create("z" + seen.size()).demand(201);
        } while (!cursor.isEmpty() && seen.size() < 200);
        assertThat(seen).doesNotHaveDuplicates().containsAll(before);
        assertThat(gone).isSubsetOf(seen);
    }

    @Test
    @Tag("CUR-20")
    void nothing_is_kept_between_pages() {
        // Every cursor works as often as one likes, in any order: there is no walk to be used up.
        String first = next(page("count=5", "").demand(200));
        List<String> once = ids(page("count=5", first).demand(200));
        IntStream.range(0, 50).forEach(n -> page("count=5", "").demand(200));
        assertThat(ids(page("count=5", first).demand(200))).isEqualTo(once);
    }
}
