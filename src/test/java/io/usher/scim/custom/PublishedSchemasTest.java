package io.usher.scim.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every attribute that {@code /Schemas} publishes for users and groups, asked over HTTP whether it is what is published of
 * it. The probes are made from what is published, so a new attribute is probed the day it is there.
 */
@QuarkusTest
@TestProfile(CustomSchemas.class)
@Tag("DISC-17")
class PublishedSchemasTest {

    /** Only removed and added as a whole; who is one, the server says. */
    private static final String MEMBER = "members.value";

    /** A write that says nothing of it changes nothing of it. */
    private static final String ACTIVE = "active";

    private int number = 100;

    @TestFactory
    List<DynamicTest> every_attribute_is_what_is_published_of_it() {
        Connector anybody = Connector.of(TestTenant.create(), "generic");
        List<DynamicTest> all = Stream.of("User", "Group")
                .flatMap(type -> attributes(anybody, type)
                        .map(attribute ->
                                DynamicTest.dynamicTest(type + " " + attribute.path(), () -> probe(type, attribute))))
                .toList();
        assertThat(all).hasSizeGreaterThan(110);
        return all;
    }

    private static Stream<ProbedAttribute> attributes(Connector idp, String type) {
        JsonNode described = idp.get("/ResourceTypes/" + type).demand(200).body();
        Stream<ProbedAttribute> extensions = described.path("schemaExtensions").findValuesAsText("schema").stream()
                .flatMap(urn -> ProbedAttribute.of(schema(idp, urn), false).stream());
        return Stream.concat(
                ProbedAttribute.of(schema(idp, described.path("schema").asText()), true).stream(), extensions);
    }

    private static JsonNode schema(Connector idp, String urn) {
        return idp.get("/Schemas/" + urn).demand(200).body();
    }

    private void probe(String type, ProbedAttribute attribute) {
        Connector idp = Connector.of(TestTenant.create(), "generic");
        Endpoint endpoint = new Endpoint(idp, type);
        if (attribute.either("mutability", "readOnly")) {
            isTheServersToFill(endpoint, attribute);
            return;
        }
        JsonNode value = attribute.path().equals(MEMBER)
                ? JsonNodeFactory.instance.textNode(
                        idp.create("member").demand(201).id())
                : attribute.value(number++);
        String id = isShownAsPublished(endpoint, attribute, value);
        isOfItsType(endpoint, attribute, value);
        isFoundByItsCase(endpoint, attribute, value, id);
        isRequiredOrNot(endpoint, attribute, id, value);
        isUniqueOrNot(endpoint, attribute, value);
        changesOrNot(endpoint, attribute, value);
    }

    private void isTheServersToFill(Endpoint endpoint, ProbedAttribute attribute) {
        JsonNode value = attribute.value(7);
        // A member is named by its id, or it is none.
        Reply created = attribute.path().startsWith("members.") ? endpoint.create() : endpoint.create(attribute, value);
        assertThat(attribute.in(created.demand(201).body())).isNotEqualTo(value);
        assertThat(endpoint.replace(created.id(), attribute, value).demand(400).scimType())
                .isEqualTo("mutability");
        assertThat(endpoint.get(created.id(), "").etag()).isEqualTo(created.etag());
    }

    private String isShownAsPublished(Endpoint endpoint, ProbedAttribute attribute, JsonNode value) {
        Reply created = endpoint.create(attribute, value).demand(201);
        assertThat(attribute.in(created.body())).isEqualTo(value);
        boolean onRequest = attribute.either("returned", "request");
        boolean always = attribute.either("returned", "always");
        assertThat(attribute.in(endpoint.get(created.id(), "").body()).equals(value))
                .isEqualTo(!onRequest);
        assertThat(attribute.in(endpoint.get(created.id(), "?attributes=" + attribute.path())
                        .body()))
                .isEqualTo(value);
        assertThat(attribute
                        .in(endpoint.get(created.id(), "?attributes=id").body())
                        .equals(value))
                .isEqualTo(always);
        String topmost = attribute.path().replaceFirst("\\.[A-Za-z$]+$", "");
        assertThat(attribute
                        .in(endpoint.get(created.id(), "?excludedAttributes=" + topmost)
                                .body())
                        .equals(value))
                .isEqualTo(always);
        return created.id();
    }

    private void isOfItsType(Endpoint endpoint, ProbedAttribute attribute, JsonNode value) {
        assertThat(endpoint.create(attribute, attribute.wrong()).demand(400).scimType())
                .isEqualTo("invalidValue");
        JsonNode two = JsonNodeFactory.instance.arrayNode().add(value).add(attribute.value(number++));
        endpoint.create(attribute, two).demand(attribute.is("multiValued") ? 201 : 400);
    }

    private void isFoundByItsCase(Endpoint endpoint, ProbedAttribute attribute, JsonNode value, String id) {
        if (attribute.path().endsWith("$ref")) {
            return;
        }
        assertThat(endpoint.found(attribute, value, id)).isTrue();
        if (attribute.text()) {
            assertThat(endpoint.found(attribute, ProbedAttribute.swapped(value), id))
                    .isEqualTo(!attribute.is("caseExact"));
        }
    }

    private void isRequiredOrNot(Endpoint endpoint, ProbedAttribute attribute, String id, JsonNode value) {
        Reply removed = endpoint.remove(id, attribute);
        if (attribute.is("required") || isImmutable(attribute)) {
            assertThat(removed.demand(400).scimType()).isEqualTo("mutability");
        } else if (!attribute.path().equals(ACTIVE)) {
            assertThat(removed.status()).as(removed.text()).isBetween(200, 204);
            assertThat(attribute
                            .in(endpoint.get(id, "?attributes=" + attribute.path())
                                    .body())
                            .isMissingNode())
                    .isTrue();
        }
        assertThat(endpoint.createWithout(attribute, value).status()).isEqualTo(attribute.is("required") ? 400 : 201);
    }

    private void isUniqueOrNot(Endpoint endpoint, ProbedAttribute attribute, JsonNode value) {
        JsonNode wanted = attribute.path().equals(MEMBER) ? value : attribute.value(number++);
        endpoint.create(attribute, wanted).demand(201);
        boolean unique = attribute.says("uniqueness").equals("server");
        endpoint.create(attribute, wanted).demand(unique ? 409 : 201);
        if (unique && attribute.text()) {
            endpoint.create(attribute, ProbedAttribute.swapped(wanted)).demand(attribute.is("caseExact") ? 201 : 409);
        }
    }

    private void changesOrNot(Endpoint endpoint, ProbedAttribute attribute, JsonNode value) {
        JsonNode first = attribute.path().equals(MEMBER) ? value : attribute.value(number++);
        JsonNode second = attribute.value(number++);
        String id = endpoint.create(attribute, first).demand(201).id();
        Reply changed = endpoint.replace(id, attribute, second);
        if (isImmutable(attribute)) {
            assertThat(changed.demand(400).scimType()).isEqualTo("mutability");
            return;
        }
        assertThat(changed.status()).as(changed.text()).isBetween(200, 204);
        assertThat(attribute.in(
                        endpoint.get(id, "?attributes=" + attribute.path()).body()))
                .isEqualTo(second);
        endpoint.put(id, attribute, first).demand(200);
        assertThat(attribute.in(
                        endpoint.get(id, "?attributes=" + attribute.path()).body()))
                .isEqualTo(first);
    }

    private static boolean isImmutable(ProbedAttribute attribute) {
        return attribute.either("mutability", "immutable");
    }

    /** The users or groups of a tenant. */
    private final class Endpoint {

        private final Connector idp;
        private final String type;
        private final String path;

        Endpoint(Connector idp, String type) {
            this.idp = idp;
            this.type = type;
            this.path = "/" + type + "s";
        }

        /** What no resource of the type may be without. */
        private ObjectNode plain() {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:" + type);
            if (type.equals("User")) {
                return body.put("userName", "user-" + number++);
            }
            body.putObject(CustomSchemas.TEAM).put("code", "code-" + number++);
            return body.put("displayName", "group-" + number++);
        }

        Reply create() {
            return idp.post(path, plain().toString());
        }

        Reply create(ProbedAttribute attribute, JsonNode value) {
            ObjectNode body = plain();
            attribute.put(body, value);
            return idp.post(path, body.toString());
        }

        /** With everything around the attribute, but without it. */
        Reply createWithout(ProbedAttribute attribute, JsonNode value) {
            ObjectNode body = plain();
            attribute.put(body, value);
            // An object with nothing in it is no value, and needs no part of one.
            attribute.neighbour().ifPresent(other -> other.put(body, other.value(number++)));
            ((ObjectNode) attribute.around(body))
                    .remove(attribute.leaf().path("name").asText());
            return idp.post(path, body.toString());
        }

        Reply put(String id, ProbedAttribute attribute, JsonNode value) {
            ObjectNode body = plain();
            attribute.put(body, value);
            return idp.put(path + "/" + id, body.toString());
        }

        Reply get(String id, String query) {
            return idp.get(path + "/" + id + query).demand(200);
        }

        Reply replace(String id, ProbedAttribute attribute, JsonNode value) {
            return idp.patch(
                    path + "/" + id, "{'op':'replace','path':'" + attribute.path() + "','value':" + value + "}");
        }

        Reply remove(String id, ProbedAttribute attribute) {
            return idp.patch(path + "/" + id, "{'op':'remove','path':'" + attribute.path() + "'}");
        }

        boolean found(ProbedAttribute attribute, JsonNode value, String id) {
            String filter = attribute.path() + " eq " + value + " and id eq \"" + id + "\"";
            Response answer = idp.send(
                    "GET", "/scim/v2" + path + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8), null);
            return Reply.of(answer).demand(200).body().path("totalResults").asInt() == 1;
        }
    }
}
