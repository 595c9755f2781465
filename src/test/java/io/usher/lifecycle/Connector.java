package io.usher.lifecycle;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;

import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.usher.testing.TestTenant;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** An identity provider's connector, as it speaks SCIM to its tenant. */
public final class Connector {

    private static final String USHER = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

    /** REST-assured sends a type that it does not know as ISO-8859-1, and would add a charset of its own. */
    private static final RestAssuredConfig UTF_8 = RestAssuredConfig.config()
            .encoderConfig(encoderConfig()
                    .defaultContentCharset(StandardCharsets.UTF_8)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs("application/scim+json", ContentType.TEXT));

    private final String token;
    private final Map<String, String> headers;

    private Connector(String token, Map<String, String> headers) {
        this.token = token;
        this.headers = headers;
    }

    /** @param kind okta, entra or generic; each is a connection of its own */
    public static Connector of(TestTenant tenant, String kind) {
        return holding(tenant.token(kind));
    }

    public static Connector holding(String token) {
        return new Connector(token, Map.of());
    }

    /** The same, sending this header too. */
    public Connector with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Connector(token, more);
    }

    private RequestSpecification request() {
        return given().config(UTF_8)
                .header("Authorization", "Bearer " + token)
                .headers(headers)
                .contentType("application/scim+json");
    }

    public Reply get(String path) {
        return Reply.of(request().get("/scim/v2" + path));
    }

    public Reply find(String filter) {
        return Reply.of(request().queryParam("filter", filter).get("/scim/v2/Users"))
                .demand(200);
    }

    public Reply post(String path, String body) {
        return Reply.of(request().body(body).post("/scim/v2" + path));
    }

    public Reply put(String path, String body) {
        return Reply.of(request().body(body).put("/scim/v2" + path));
    }

    public Reply delete(String path) {
        return Reply.of(request().delete("/scim/v2" + path));
    }

    /** @param operations the content of the array, with apostrophes for quotes */
    public Reply patch(String path, String operations) {
        String body = "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':[" + operations + "]}";
        return Reply.of(request().body(quoted(body)).patch("/scim/v2" + path));
    }

    public Reply create(String userName) {
        return post("/Users", person(userName, ""));
    }

    public Reply user(String id) {
        return get("/Users/" + id);
    }

    public Reply activate(String id, boolean active) {
        return patch("/Users/" + id, "{'op':'replace','path':'active','value':" + active + "}");
    }

    /** Id of a new group. */
    public String group(String displayName) {
        return post("/Groups", quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'%s'}
                """.formatted(displayName))).demand(201).id();
    }

    public Reply addMember(String group, String user) {
        return patch("/Groups/" + group, "{'op':'add','path':'members','value':[{'value':'" + user + "'}]}");
    }

    public Reply removeMember(String group, String user) {
        return patch("/Groups/" + group, "{'op':'remove','path':'members[value eq \\'" + user + "\\']'}");
    }

    /**
     * The body of a person.
     *
     * @param more further attributes, each behind a comma, with apostrophes for quotes
     */
    public static String person(String userName, String more) {
        return quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],'userName':'%s'%s}
                """.formatted(userName, more));
    }

    /** As {@link #person} takes it. */
    public static String wishing(String seatType) {
        return ",'" + USHER + "':{'requestedSeatType':'" + seatType + "'}";
    }

    /** Apostrophes become quotes, an escaped one becomes a quote inside a text. */
    public static String quoted(String json) {
        return json.replace("\\'", "\\\"").replace('\'', '"');
    }
}
