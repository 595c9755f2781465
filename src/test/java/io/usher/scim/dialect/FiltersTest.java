package io.usher.scim.dialect;

import static io.usher.scim.dialect.Speaker.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters of queries and in paths. */
@QuarkusTest
class FiltersTest {

    @ParameterizedTest
    @Tag("FIL-30")
    @CsvSource({"tolerant, 200", "rfc, 400 invalidFilter", "interop-strict, 400 invalidFilter"})
    void a_boolean_is_compared_with_a_boolean(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        SoftAssertions all = new SoftAssertions();
        all.assertThat(find(idp, "active eq \"true\"")).isEqualTo(expected);
        all.assertThat(find(idp, "active eq \"False\"")).isEqualTo(expected);
        all.assertThat(find(idp, "emails[primary eq \"True\"]")).isEqualTo(expected);
        all.assertThat(find(idp, "active eq true")).isEqualTo("200");
        all.assertThat(find(idp, "active eq \"maybe\"")).isEqualTo("400 invalidFilter");
        all.assertAll();
    }

    @ParameterizedTest
    @Tag("FIL-30")
    @Tag("PAT-53")
    @CsvSource({"tolerant, 200", "rfc, 400 invalidFilter", "interop-strict, 400 invalidFilter"})
    void a_boolean_is_compared_with_a_boolean_in_a_path_too(String dialect, String expected) {
        Connector idp = Speaker.of(dialect);
        String user = Speaker.user(idp);
        idp.patch(user, "{'op':'add','path':'roles','value':[{'value':'a','primary':true}]}")
                .demand(200);
        Reply reply = idp.patch(user, "{'op':'replace','path':'roles[primary eq \\'True\\'].value','value':'b'}");
        assertThat(outcome(reply)).isEqualTo(expected);
    }

    @ParameterizedTest
    @Tag("AMB-16")
    @Tag("INT-08")
    @ValueSource(strings = {"tolerant", "rfc", "interop-strict"})
    void what_a_filter_may_name_is_alike_in_every_dialect(String dialect) {
        Connector idp = Speaker.of(dialect);
        idp.createUser("ada@example.com");
        SoftAssertions all = new SoftAssertions();
        all.assertThat(find(idp, "emails[type eq \"work\"].value eq \"ada@example.com\""))
                .isEqualTo("200");
        all.assertThat(find(idp, "userName eq \"ADA@example.com\" and active eq true"))
                .isEqualTo("200");
        all.assertThat(find(idp, "nosuch eq \"x\"")).isEqualTo("400 invalidFilter");
        all.assertAll();
    }

    @ParameterizedTest
    @Tag("INT-08")
    @CsvSource({"tolerant, false", "rfc, false", "interop-strict, true"})
    void only_a_read_takes_a_filter_in_its_query(String dialect, boolean refused) {
        Connector idp = Speaker.of(dialect);
        String ada = Speaker.user(idp);
        String group = "/Groups/" + idp.group("g");
        String filter = "?filter=userName%20eq%20%22ada%22";
        String operations = "{'op':'replace','path':'title','value':'x'}";
        SoftAssertions all = new SoftAssertions();
        all.assertThat(outcome(idp.post("/Users" + filter, Connector.person("bob", ""))))
                .isEqualTo(refused ? "400 invalidFilter" : "201");
        all.assertThat(outcome(idp.put(ada + filter, Connector.person("ada", ""))))
                .isEqualTo(refused ? "400 invalidFilter" : "200");
        all.assertThat(outcome(idp.patch(ada + filter, operations))).isEqualTo(refused ? "400 invalidFilter" : "200");
        all.assertThat(outcome(idp.delete(group + filter))).isEqualTo(refused ? "400 invalidFilter" : "204");
        all.assertThat(outcome(idp.delete(ada + filter))).isEqualTo(refused ? "400 invalidFilter" : "204");
        all.assertThat(outcome(idp.get(group + filter))).isEqualTo(refused ? "200" : "404");
        all.assertAll();
    }

    private static String find(Connector idp, String filter) {
        return outcome(idp.get("/Users?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8)));
    }
}
