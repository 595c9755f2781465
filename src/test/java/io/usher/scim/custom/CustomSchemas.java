package io.usher.scim.custom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import java.nio.file.Path;
import java.util.Map;

/** A program with a vendor's files: an extension of users, a required one of groups, more of the core and enterprise users. */
public class CustomSchemas implements QuarkusTestProfile {

    static final String BADGE = "urn:acme:scim:badge:1.0:User";
    static final String TEAM = "urn:acme:scim:team:1.0:Group";

    /** A badge with something of every type, but for what is returned on request. */
    static final String ALL = """
            'moniker':'Ada','badgeId':'B1','deskNumber':'D1','payroll':7,'level':10,'rate':1.50,'vip':true,
            'hiredAt':'2026-11-24T10:00:00+02:00','picture':'AQID','page':'https://x.test/A','grade':'chief','serial':'S1',
            'region':'EU','tags':['a','b','A'],'scores':[3,12],'site':{'city':'Rome','floor':2},
            'laptop':{'model':'m1','code':'c1','price':999.99,'colours':['red','blue']},
            'devices':[{'value':'d1','type':'phone','serial':'1','bought':'2026-01-01T00:00:00Z','primary':true,'kinds':['x']},
                       {'value':'d2','type':'watch'}]""";

    private static final Path FOLDER = Path.of("src", "test", "resources", "custom-schemas");

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("usher.scim-schemas", FOLDER.toAbsolutePath().toString());
    }

    /**
     * The body of somebody with a badge.
     *
     * @param badge members of the extension, with apostrophes for quotes
     */
    static String person(String userName, String badge) {
        return Connector.person(userName, ",'" + BADGE + "':{" + badge + "}");
    }

    /** The body of a group with what it must have. */
    static String team(String displayName, String code, String more) {
        return Connector.quoted(
                "{'schemas':['urn:ietf:params:scim:schemas:core:2.0:Group'],'displayName':'%s','%s':{'code':'%s'%s}}"
                        .formatted(displayName, TEAM, code, more));
    }

    /** A replacement of one attribute of the badge. */
    static Reply replace(Connector idp, String user, String attribute, String value) {
        return idp.patch(
                "/Users/" + user, "{'op':'replace','path':'" + BADGE + ":" + attribute + "','value':" + value + "}");
    }

    /** What is shown of somebody's badge. */
    static JsonNode badge(Reply reply) {
        return reply.body().path(BADGE);
    }

    /** With apostrophes for quotes. */
    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(Connector.quoted(text));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
