package io.usher.isolation;

import io.restassured.response.Response;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** An answer, without what names this call or the id that was asked for. */
record Answer(int status, String headers, String text) {

    static Answer of(Response response, String id) {
        String headers = response.headers().asList().stream()
                .filter(header -> !Set.of("date", "x-request-id")
                        .contains(header.getName().toLowerCase(Locale.ROOT)))
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
        return new Answer(response.statusCode(), headers, response.asString().replace(id, "{id}"));
    }
}
