package io.usher.endurance;

import io.usher.endurance.Client.Answer;
import io.usher.testing.Connector;
import java.util.List;

/** A way to a seat of the type {@code full}, and the way out again. Without it one has a seat of the tenant's default, or none. */
enum SeatDoor {
    POST {
        @Override
        Answer enter(Caller by, Racer racer) {
            return made(racer, by.scim("POST", USERS, wishing(racer, true)));
        }

        @Override
        Answer leave(Caller by, Racer racer) {
            return by.scim("DELETE", racer.path(), "");
        }
    },
    PATCH {
        @Override
        Answer outside(Caller by, Racer racer) {
            return made(racer, by.scim("POST", USERS, wishing(racer, false)));
        }

        @Override
        Answer enter(Caller by, Racer racer) {
            return by.scim("PATCH", racer.path(), activating(true));
        }

        @Override
        Answer leave(Caller by, Racer racer) {
            return by.scim("PATCH", racer.path(), activating(false));
        }
    },
    PUT {
        @Override
        Answer outside(Caller by, Racer racer) {
            return made(racer, by.scim("POST", USERS, wishing(racer, false)));
        }

        @Override
        Answer enter(Caller by, Racer racer) {
            return by.scim("PUT", racer.path(), wishing(racer, true));
        }

        @Override
        Answer leave(Caller by, Racer racer) {
            return by.scim("PUT", racer.path(), wishing(racer, false));
        }
    },
    BULK_POST {
        @Override
        Answer enter(Caller by, Racer racer) {
            return made(racer, by.bulk("POST", "/Users", wishing(racer, true)));
        }

        @Override
        Answer leave(Caller by, Racer racer) {
            return by.bulk("DELETE", "/Users/" + racer.id, "{}");
        }
    },
    BULK_PATCH {
        @Override
        Answer outside(Caller by, Racer racer) {
            return made(racer, by.scim("POST", USERS, wishing(racer, false)));
        }

        @Override
        Answer enter(Caller by, Racer racer) {
            return by.bulk("PATCH", "/Users/" + racer.id, activating(true));
        }

        @Override
        Answer leave(Caller by, Racer racer) {
            return by.bulk("PATCH", "/Users/" + racer.id, activating(false));
        }
    },
    API_POST {
        @Override
        Answer enter(Caller by, Racer racer) {
            return made(racer, by.api("POST", "/users", "{'userName':'" + racer.name + "','seatType':'full'}"));
        }

        @Override
        Answer leave(Caller by, Racer racer) {
            return by.scim("DELETE", racer.path(), "");
        }
    },
    API_PATCH {
        @Override
        Answer outside(Caller by, Racer racer) {
            API_POST.enter(by, racer);
            return leave(by, racer);
        }

        @Override
        Answer enter(Caller by, Racer racer) {
            return by.api("PATCH", "/users/" + racer.id, "{'active':true}");
        }

        @Override
        Answer leave(Caller by, Racer racer) {
            return by.api("PATCH", "/users/" + racer.id, "{'active':false}");
        }
    },
    GROUP {
        @Override
        Answer outside(Caller by, Racer racer) {
            return made(racer, by.scim("POST", USERS, Connector.person(racer.name, "")));
        }

        @Override
        Answer enter(Caller by, Racer racer) {
            return by.members("add", racer);
        }

        @Override
        Answer leave(Caller by, Racer racer) {
            return by.members("remove", racer);
        }
    },
    PIN {
        @Override
        Answer outside(Caller by, Racer racer) {
            return GROUP.outside(by, racer);
        }

        @Override
        Answer enter(Caller by, Racer racer) {
            return by.api("PUT", "/users/" + racer.id + "/pin", "{'seatType':'full','reason':'the last seat'}");
        }

        @Override
        Answer leave(Caller by, Racer racer) {
            return by.api("DELETE", "/users/" + racer.id + "/pin", "");
        }
    };

    private static final String USERS = "/scim/v2/Users";

    /** Somebody who goes in and out by one door. */
    static final class Racer {

        final SeatDoor door;
        final String name;
        private volatile String id = "";

        Racer(SeatDoor door, String name) {
            this.door = door;
            this.name = name;
        }

        String id() {
            return id;
        }

        private String path() {
            return USERS + "/" + id;
        }
    }

    /**
     * Both callers of one program.
     *
     * @param tenant its name
     * @param group whose rule gives a seat of the type full
     */
    record Caller(Client scim, Client operator, String tenant, String group) {

        private Answer scim(String method, String path, String body) {
            return scim.call(method, path, body);
        }

        private Answer api(String method, String path, String body) {
            return operator.call(method, "/api/v1/tenants/" + tenant + path, Connector.quoted(body));
        }

        private Answer members(String op, Racer racer) {
            return scim.changeMembers(op, group, List.of(racer.id));
        }

        /** Answers for the one operation in it. */
        private Answer bulk(String method, String path, String data) {
            Answer answer = scim("POST", "/scim/v2/Bulk", """
                    {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
                     "Operations":[{"method":"%s","path":"%s","bulkId":"only","data":%s}]}""".formatted(method, path, data));
            var operation = answer.body().path("Operations").path(0);
            return answer.status() == 200
                    ? new Answer(operation.path("status").asInt(), operation, answer.retryAfter())
                    : answer;
        }
    }

    /** Makes him without a seat of the type full; who comes by a door that makes him comes in, and leaves again. */
    Answer outside(Caller by, Racer racer) {
        enter(by, racer);
        return leave(by, racer);
    }

    abstract Answer enter(Caller by, Racer racer);

    abstract Answer leave(Caller by, Racer racer);

    private static Answer made(Racer racer, Answer answer) {
        String location = answer.body().path("location").asText(answer.id());
        racer.id = location.substring(location.lastIndexOf('/') + 1);
        return answer;
    }

    private static String wishing(Racer racer, boolean active) {
        return Connector.person(racer.name, ",'active':" + active + Connector.wishing("full"));
    }

    private static String activating(boolean active) {
        return Connector.quoted("{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],"
                + "'Operations':[{'op':'replace','path':'active','value':" + active + "}]}");
    }
}
