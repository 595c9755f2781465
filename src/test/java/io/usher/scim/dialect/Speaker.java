package io.usher.scim.dialect;

import io.usher.testing.Connector;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;

/** A connector of a fresh tenant, whose connection speaks one dialect. */
final class Speaker {

    static final String TOLERANT = "tolerant";
    static final String RFC = "rfc";
    static final String INTEROP_STRICT = "interop-strict";

    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    private Speaker() {}

    static Connector of(String dialect) {
        return new Connector(TestTenant.create().speaking(dialect));
    }

    /** As the tables of the tests say it: {@code 201}, {@code 400 invalidValue}. */
    static String outcome(Reply reply) {
        return (reply.status() + " " + reply.scimType()).strip();
    }

    /** Path of a new user with two addresses of work and one of home. */
    static String user(Connector connector) {
        return "/Users/"
                + connector
                        .post("/Users", Connector.person("ada", """
                                ,'name':{'familyName':'Lovelace','givenName':'Ada'},'emails':[{'value':'1@x','type':'work'},
                                {'value':'2@x','type':'work'},{'value':'3@x','type':'home'}]"""))
                        .demand(201)
                        .id();
    }
}
