package io.usher.testing;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;

import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A provisioning connector: speaks to the server with one SCIM token.
 *
 * @param token the bearer token that it shows
 */
public record Connector(String token) {

    public static final String USERS = "/scim/v2/Users";
    public static final String GROUPS = "/scim/v2/Groups";

    /** REST-assured sends a type that it does not know as ISO-8859-1, and would add a charset of its own. */
    private static final RestAssuredConfig UTF_8 = RestAssuredConfig.config()
            .encoderConfig(encoderConfig()
                    .defaultContentCharset(StandardCharsets.UTF_8)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs("application/scim+json", ContentType.TEXT));

    /** @param path with its query, already percent-encoded */
    public Response send(String method, String path, @Nullable String body) {
        RequestSpecification request = request();
        if (body != null) {
            request.contentType("application/scim+json").body(body);
        }
        return request.request(method, path);
    }

    /** A request with the token, to which a test adds what it is about. */
    public RequestSpecification request() {
        return given().config(UTF_8).urlEncodingEnabled(false).header("Authorization", "Bearer " + token);
    }

    /** Creates a person who is active, and returns his id. */
    public String createUser(String userName) {
        return created(USERS, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%1$s",
                 "externalId": "ext-%1$s", "displayName": "Person %1$s", "emails": [{"value": "%1$s", "type": "work"}]}""".formatted(userName));
    }

    /** Creates a group and returns its id. */
    public String createGroup(String displayName, String... members) {
        String values =
                members.length == 0 ? "" : "{\"value\": \"" + String.join("\"}, {\"value\": \"", members) + "\"}";
        return created(GROUPS, """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "%1$s",
                 "externalId": "ext-%1$s", "members": [%2$s]}""".formatted(displayName, values));
    }

    private String created(String path, String body) {
        return send("POST", path, body).then().statusCode(201).extract().path("id");
    }
}
