package io.usher.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.testing.Connector;
import io.usher.testing.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** A bulk that is sent at once and followed afterwards, one operation after the other. */
final class SeatBulk {

    /** @param refusal from the id that the answer names to the status of a refusal, or 0; asked when its turn comes */
    private record Part(String operation, ToIntFunction<String> refusal) {}

    interface Follower {
        void expect(String call, int refusal, Reply reply);
    }

    private final List<Part> parts = new ArrayList<>();

    void post(SlowPerson person, ToIntFunction<String> refusal) {
        String data = ScimBody.of(person);
        parts.add(new Part(
                "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"b" + parts.size() + "\",\"data\":" + data + "}",
                refusal));
    }

    void delete(SlowPerson person, IntSupplier refusal) {
        String operation = Connector.quoted("{'method':'DELETE','path':'/Users/" + person.id + "'}");
        parts.add(new Part(operation, none -> refusal.getAsInt()));
    }

    void activate(SlowPerson person, boolean active, IntSupplier refusal) {
        String operation = Connector.quoted("""
                {'method':'PATCH','path':'/Users/%s','data':{'Operations':[{'op':'replace','path':'active','value':%s}]}}""".formatted(person.id, active));
        parts.add(new Part(operation, none -> refusal.getAsInt()));
    }

    String body() {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
                + parts.stream().map(Part::operation).collect(Collectors.joining(",")) + "]}";
    }

    void follow(Reply reply, Follower follower) {
        JsonNode answers = reply.demand(200).body().path("Operations");
        assertThat(answers).as(reply.text()).hasSameSizeAs(parts);
        for (int n = 0; n < parts.size(); n++) {
            JsonNode answer = answers.path(n);
            String location = answer.path("location").asText();
            String id = location.substring(location.lastIndexOf('/') + 1);
            Part part = parts.get(n);
            follower.expect(
                    part.operation,
                    part.refusal.applyAsInt(id),
                    new Reply(answer.path("status").asInt(), answer, answer.toString(), ""));
        }
    }
}
