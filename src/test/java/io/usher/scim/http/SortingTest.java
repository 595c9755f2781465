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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists in the order that a client asks for (RFC 7644 §3.4.2.3). */
@QuarkusTest
class SortingTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private Connector idp;

    @BeforeEach
    void fill() {
        idp = Connector.of(TestTenant.create(), "okta");
        person(
                "b",
                ",'title':'x','externalId':'B','emails':[{'value':'z@x.org','type':'home'},{'value':'a@x.org','type':'work','primary':true}],'name':{'familyName':'Öz'}");
        person(
                "A",
                ",'title':'Y','externalId':'a','active':false,'emails':[{'value':'m@x.org'},{'value':'b@x.org'}],'name':{'familyName':'Zoë'}");
        person("c", ",'externalId':'A','" + ENTERPRISE + "':{'department':'R&D'},'name':{'familyName':'ab'}");
    }

    private void person(String userName, String more) {
        idp.post("/Users", Connector.person(userName, more)).demand(201);
    }

    private List<String> sorted(String query) {
        return names(idp.get("/Users?" + query).demand(200));
    }

    private static List<String> names(Reply list) {
        List<String> names = new ArrayList<>();
        for (JsonNode user : list.body().path("Resources")) {
            names.add(user.path("userName").asText());
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "sortBy=userName,                              A b c",
        "sortBy=USERNAME&sortOrder=ascending,          A b c",
        "sortBy=userName&sortOrder=descending,         c b A",
        "sortBy=userName&sortOrder=Descending,         c b A",
        "sortBy=urn:ietf:params:scim:schemas:core:2.0:User:userName, A b c",
        "sortBy=name.familyName,                       c A b",
        "sortBy=meta.created,                          b A c",
        "sortBy=id&sortOrder=descending,               c A b",
        "sortBy=active,                                A b c",
    })
    @Tag("SRT-01")
    @Tag("SRT-02")
    @Tag("SRT-03")
    @Tag("SRT-04")
    @Tag("SRT-10")
    @Tag("SCH-01")
    void people_come_in_the_order_of_an_attribute(String query, String order) {
        assertThat(String.join(" ", sorted(query))).isEqualTo(order);
    }

    @Test
    @Tag("SRT-03")
    @Tag("SCH-27")
    void what_is_case_exact_is_sorted_by_case() {
        assertThat(sorted("sortBy=externalId")).containsExactly("c", "b", "A");
    }

    @Test
    @Tag("SRT-05")
    void a_list_counts_by_its_primary_value_else_by_its_first() {
        assertThat(sorted("sortBy=emails.value")).containsExactly("b", "A", "c");
        assertThat(sorted("sortBy=emails")).containsExactly("b", "A", "c");
    }

    @Test
    @Tag("SRT-06")
    void who_has_no_value_comes_last_and_first_when_the_order_is_turned_round() {
        assertThat(sorted("sortBy=title")).containsExactly("b", "A", "c");
        assertThat(sorted("sortBy=title&sortOrder=descending")).containsExactly("c", "A", "b");
        assertThat(sorted("sortBy=" + ENTERPRISE + ":department").get(0)).isEqualTo("c");
    }

    @Test
    @Tag("SRT-07")
    @Tag("PAG-10")
    void those_that_are_alike_keep_one_order_from_page_to_page() {
        for (int n = 0; n < 5; n++) {
            person("same" + n, ",'title':'same','displayName':'Same'");
        }
        List<String> walked = new ArrayList<>();
        for (int start = 1; start <= 8; start += 2) {
            walked.addAll(sorted("sortBy=displayName&count=2&startIndex=" + start));
        }
        assertThat(walked).doesNotHaveDuplicates().hasSize(8).startsWith("same0", "same1", "same2", "same3", "same4");
    }

    @Test
    @Tag("SRT-10")
    @Tag("FIL-08")
    void numbers_and_times_are_sorted_as_such() {
        String usher = "urn:ietf:params:scim:schemas:extension:usher:2.0:User:stateVersion";
        String id = idp.find("userName eq \"b\"")
                .body()
                .path("Resources")
                .get(0)
                .path("id")
                .asText();
        for (int n = 0; n < 10; n++) {
            idp.patch("/Users/" + id, "{'op':'replace','path':'title','value':'t" + n + "'}")
                    .demand(200);
        }
        assertThat(sorted("sortBy=" + usher)).endsWith("b");
        assertThat(sorted("sortBy=meta.lastModified&sortOrder=descending")).startsWith("b");
    }

    @Test
    void an_order_without_an_attribute_changes_nothing() {
        assertThat(sorted("sortOrder=descending")).isEqualTo(sorted("count=100"));
    }

    @Test
    void groups_are_sorted_too() {
        idp.group("Beta");
        idp.group("alpha");
        Reply list = idp.get("/Groups?sortBy=displayName").demand(200);
        assertThat(list.body().path("Resources").get(0).path("displayName").asText())
                .isEqualTo("alpha");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sortBy=userName&sortOrder=up",
                "sortBy=nosuch",
                "sortBy=name",
                "sortBy=password",
                "sortBy=meta.location",
                "sortBy=",
                "sortBy=userName&sortBy=title"
            })
    @Tag("SRT-09")
    @Tag("SRT-04")
    @Tag("QRY-11")
    void an_order_that_there_is_not_is_refused(String query) {
        assertThat(idp.get("/Users?" + query).demand(400).scimType()).isEqualTo("invalidValue");
    }
}
