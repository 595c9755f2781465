package io.usher.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.usher.testing.Routes;
import io.usher.testing.Routes.Route;
import io.usher.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All routes of the program: which there are, and what they say to somebody without a token. */
@QuarkusTest
class EveryRouteTest {

    /** The routes as they were agreed on; a new one is added here by hand, by somebody who has thought about who may call it. */
    private static final Path AGREED = Path.of("src", "test", "resources", "routes.txt");

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO");

    /** Who sets a connection up has no token yet (RFC 7644 §4). */
    private static final Set<String> PUBLIC = Set.of(
            "GET /scim/v2/ServiceProviderConfig",
            "GET /scim/v2/Schemas",
            "GET /scim/v2/Schemas/{urn}",
            "GET /scim/v2/ResourceTypes",
            "GET /scim/v2/ResourceTypes/{name}");

    @Test
    @Tag("T94")
    void the_routes_are_those_that_were_agreed_on() throws IOException {
        assertThat(Routes.all().stream().map(Route::toString)).containsExactlyElementsOf(Files.readAllLines(AGREED));
    }

    @Test
    @Tag("T94")
    void the_published_description_names_the_same_routes() {
        JsonPath openapi = RestAssured.given()
                .queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Map<String, Map<String, Object>> paths = openapi.getMap("paths");
        Set<String> published = new TreeSet<>();
        paths.forEach((path, operations) -> operations.keySet().stream()
                .filter(key -> METHODS.contains(key.toUpperCase(java.util.Locale.ROOT)))
                .forEach(method -> published.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
        Set<String> routes = Routes.all().stream()
                .map(route -> route.toString().replace("{path: .+}", "{path}"))
                .collect(Collectors.toCollection(TreeSet::new));
        published.removeIf(route -> route.contains("/failing/"));
        assertThat(published).isEqualTo(routes);
    }

    @Test
    @Tag("T7")
    @Tag("AUTH-16")
    void every_route_but_discovery_wants_a_token() throws IOException {
        Set<String> offered = Routes.all().stream().map(Route::toString).collect(Collectors.toSet());
        Set<String> templates = Routes.all().stream().map(Route::path).collect(Collectors.toCollection(TreeSet::new));
        SoftAssertions all = new SoftAssertions();
        for (String template : templates) {
            String path = template.replace("{path: .+}", "anything").replaceAll("\\{\\w+}", "x");
            for (String method : METHODS) {
                String answer = Wire.send(method, path);
                String asked = (method.equals("HEAD") ? "GET" : method) + " " + template;
                all.assertThat(Wire.status(answer))
                        .as("%s %s: %s", method, path, answer)
                        .isIn(expected(asked, offered.contains(asked)));
                if (method.equals("OPTIONS") || method.equals("HEAD")) {
                    all.assertThat(Wire.body(answer)).as(asked).isEmpty();
                }
            }
        }
        all.assertAll();
    }

    /** What is not offered may be refused as such, since that is no secret. */
    private static List<Integer> expected(String asked, boolean offered) {
        if (asked.startsWith("OPTIONS")) {
            return List.of(200);
        }
        if (PUBLIC.contains(asked)) {
            return List.of(200, 404);
        }
        return offered ? List.of(401) : List.of(401, 404, 405);
    }
}
