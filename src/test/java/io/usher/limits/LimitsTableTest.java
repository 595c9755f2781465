package io.usher.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.usher.access.SigningKeys;
import io.usher.limits.Probes.Probe;
import io.usher.platform.Limits;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row of the table of limits: at the value a request is served, one past it it is refused as the row says. */
@QuarkusTest
class LimitsTableTest {

    @Inject
    @SuppressWarnings("NullAway.Init")
    SigningKeys keys;

    @TestFactory
    @Tag("T21")
    @Tag("T23")
    @Tag("T24")
    @Tag("T25")
    @Tag("T76")
    @Tag("HTTP-29")
    @Tag("HTTP-30")
    @Tag("QRY-08")
    @Tag("FIL-35")
    @Tag("PAG-07")
    @Tag("PAG-08")
    @Tag("PAG-09")
    @Tag("PAT-59")
    @Tag("ERR-11")
    @Tag("INT-09")
    List<DynamicTest> each_row_is_true() {
        return Row.table().stream()
                .map(row -> DynamicTest.dynamicTest(row.limit(), () -> prove(row)))
                .toList();
    }

    private void prove(Row row) {
        Probe probe = Objects.requireNonNull(new Probes(keys).all().get(row.limit()), row.limit());
        Response within = probe.request().apply(new Customer(), row.value());
        assertThat(within.statusCode()).as(within.asString()).isBetween(200, 299);
        Response beyond = probe.request().apply(new Customer(), row.value() + 1);
        assertThat(beyond.statusCode()).as(beyond.asString()).isEqualTo(row.status());
        if (!row.word().isEmpty()) {
            String word = beyond.contentType().contains("scim") ? "scimType" : "code";
            assertThat(beyond.<String>path(word)).isEqualTo(row.word());
        }
        if (row.status() == 503) {
            assertThat(beyond.header("Retry-After")).matches("[0-9]+");
        }
    }

    @Test
    void every_row_has_a_probe_and_every_limit_a_row() throws IllegalAccessException {
        Map<String, Long> rows = Row.table().stream().collect(Collectors.toMap(Row::limit, Row::value));
        Map<String, Probe> probes = new Probes(keys).all();
        assertThat(probes.keySet()).isEqualTo(rows.keySet());
        Map<String, Long> constants = new HashMap<>();
        for (Field constant : Limits.class.getDeclaredFields()) {
            constants.put(constant.getName(), (long) constant.getInt(null));
        }
        Map<String, Long> proved = new HashMap<>();
        probes.forEach((limit, probe) -> {
            if (probe.constant() != null) {
                proved.put(probe.constant(), rows.get(limit));
            }
        });
        assertThat(proved).isEqualTo(constants);
    }

    @Test
    @Tag("FIL-35")
    void the_service_provider_configuration_says_the_same() {
        Response configuration = new Customer().idp.send("GET", "/scim/v2/ServiceProviderConfig", null);
        assertThat(configuration.<Integer>path("filter.maxResults")).isEqualTo(Limits.PAGE);
    }
}
