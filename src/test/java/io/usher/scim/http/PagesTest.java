package io.usher.scim.http;

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

/** Lists by index, a page at a time. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class PagesTest {

    private Connector idp;

    @BeforeEach
    void three_people() {
        idp = new Connector(TestTenant.create().token("okta"));
        for (String name : List.of("ada", "bob", "cyd")) {
            idp.create(name).demand(201);
        }
    }

    @ParameterizedTest
    @Tag("PAG-01")
    @ValueSource(strings = {"0", "-1", "-5", "-99999999999"})
    void a_start_before_the_first_is_the_first(String startIndex) {
        Reply page = idp.get("/Users?count=2&startIndex=" + startIndex).demand(200);

        assertThat(page.text()).isEqualTo(idp.get("/Users?count=2&startIndex=1").text());
        assertThat(page.body().path("startIndex").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @Tag("PAG-02")
    @Tag("PAG-03")
    @ValueSource(strings = {"0", "-1", "-99999999999"})
    void a_count_of_nothing_tells_the_total_alone(String count) {
        JsonNode page = idp.get("/Users?count=" + count).demand(200).body();

        assertThat(page.path("totalResults").intValue()).isEqualTo(3);
        assertThat(page.path("itemsPerPage").intValue()).isZero();
        assertThat(page.path("Resources").isArray()).isTrue();
        assertThat(page.path("Resources")).isEmpty();
    }

    @Test
    @Tag("PAG-02")
    void never_more_come_than_were_asked_for() {
        assertThat(idp.get("/Users?count=2").demand(200).body().path("Resources"))
                .hasSize(2);
        assertThat(idp.get("/Users?count=4").demand(200).body().path("Resources"))
                .hasSize(3);
    }

    @ParameterizedTest
    @Tag("PAG-06")
    @ValueSource(strings = {"abc", "1.5", "", "%20", "1e3", "0x1", "one", "true"})
    void what_is_no_whole_number_is_refused(String number) {
        for (String parameter : List.of("count", "startIndex")) {
            Reply refused = idp.get("/Users?" + parameter + "=" + number).demand(400);
            assertThat(refused.scimType()).as(parameter + "=" + number).isEqualTo("invalidValue");
        }
    }

    @Test
    @Tag("PAG-10")
    void every_page_of_a_walk_is_filtered_and_projected_alike() {
        for (String name : List.of("m1", "m2", "m3", "m4")) {
            idp.post("/Users", Connector.person(name, ",'title':'Member','nickName':'M'"))
                    .demand(201);
        }
        List<String> met = new ArrayList<>();
        for (int start = 1; start <= 5; start += 2) {
            String query = "?filter=title%20eq%20%22member%22&attributes=userName&count=2&startIndex=" + start;
            for (JsonNode person : idp.get("/Users" + query).demand(200).body().path("Resources")) {
                List<String> names = new ArrayList<>();
                person.fieldNames().forEachRemaining(names::add);
                assertThat(names).containsExactlyInAnyOrder("schemas", "id", "userName");
                met.add(person.path("userName").asText());
            }
        }

        assertThat(met).containsExactlyInAnyOrder("m1", "m2", "m3", "m4");
    }

    @ParameterizedTest
    @Tag("QRY-11")
    @ValueSource(
            strings = {
                "count=1&count=2",
                "startIndex=1&startIndex=1",
                "filter=id%20pr&filter=id%20pr",
                "attributes=id&attributes=id",
                "excludedAttributes=title&excludedAttributes=name"
            })
    void what_is_given_twice_is_refused(String query) {
        assertThat(idp.get("/Users?" + query).demand(400).scimType()).isEqualTo("invalidValue");
    }
}
