package io.usher.testing;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;

import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An identity provider's connector, as it speaks SCIM to its tenant with one token. Paths come percent-encoded. */
public final class Connector {

    public static final String USERS = "/scim/v2/Users";
    public static final String GROUPS = "/scim/v2/Groups";

    private static final String BASE = "/scim/v2";
    private static final String SCIM = "application/scim+json";
    private static final String USHER = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

    /** REST-assured sends a type that it does not know as ISO-8859-1, and would add a charset of its own. */
    private static final RestAssuredConfig UTF_8 = RestAssuredConfig.config()
            .encoderConfig(encoderConfig()
                    .defaultContentCharset(StandardCharsets.UTF_8)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs(SCIM, ContentType.TEXT));

    private final String token;
    private final Map<String, String> headers;

    public Connector(String token) {
        this(token, Map.of());
    }

    private Connector(String token, Map<String, String> headers) {
        this.token = token;
        this.headers = headers;
    }

    /** @param kind okta, entra or generic; each is a connection of its own */
    public static Connector of(TestTenant tenant, String kind) {
        return new Connector(tenant.token(kind));
    }

    /** The same, sending this header too. */
    public Connector with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Connector(token, more);
    }

    public String token() {
        return token;
    }

    /** A request with the token, to which a test adds what it is about. */
    public RequestSpecification request() {
        return given().config(UTF_8)
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + token)
                .headers(headers);
    }

    /** @param path from the root */
    public Response send(String method, String path, @Nullable String body) {
        RequestSpecification request = request();
        if (body != null) {
            request.contentType(SCIM).body(body);
        }
        return request.request(method, path);
    }

    public Reply get(String path) {
        return Reply.of(send("GET", BASE + path, null));
    }

    public Reply find(String filter) {
        return get("/Users?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))
                .demand(200);
    }

    public Reply post(String path, String body) {
        return Reply.of(send("POST", BASE + path, body));
    }

    public Reply put(String path, String body) {
        return Reply.of(send("PUT", BASE + path, body));
    }

    public Reply delete(String path) {
        return Reply.of(send("DELETE", BASE + path, null));
    }

    /** @param operations the content of the array, with apostrophes for quotes */
    public Reply patch(String path, String operations) {
        String body = "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':[" + operations + "]}";
        return Reply.of(send("PATCH", BASE + path, quoted(body)));
    }

    /** A person with no more than his name. */
    public Reply create(String userName) {
        return post("/Users", person(userName, ""));
    }

    /** Id of a new person who has an externalId, a displayName and an address too. */
    public String createUser(String userName) {
        return post("/Users", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%1$s",
                 "externalId": "ext-%1$s", "displayName": "Person %1$s", "emails": [{"value": "%1$s", "type": "work"}]}""".formatted(userName)).demand(201).id();
    }

    public Reply user(String id) {
        return get("/Users/" + id);
    }

    public Reply activate(String id, boolean active) {
        return patch("/Users/" + id, "{'op':'replace','path':'active','value':" + active + "}");
    }

    /** Id of a new group with no more than its name. */
    public String group(String displayName) {
        return post("/Groups", quoted("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'%s'}
                """.formatted(displayName))).demand(201).id();
    }

    /** Id of a new group that has an externalId, and these members. */
    public String createGroup(String displayName, String... members) {
        String values =
                members.length == 0 ? "" : "{\"value\": \"" + String.join("\"}, {\"value\": \"", members) + "\"}";
        return post("/Groups", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "%1$s",
                 "externalId": "ext-%1$s", "members": [%2$s]}""".formatted(displayName, values)).demand(201).id();
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
