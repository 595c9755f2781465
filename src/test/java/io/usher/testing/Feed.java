package io.usher.testing;

import static io.usher.testing.TestTenant.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A reader of the feed of events, who keeps the cursor of where he is. */
public final class Feed {

    private static final String PATH = "/api/v1/events";

    private String cursor;

    private Feed(String cursor) {
        this.cursor = cursor;
    }

    /** Whoever has read everything that was there before this call. */
    public static Feed fromNow() {
        return at(end());
    }

    /** Whoever has read everything up to this position. */
    public static Feed at(long position) {
        return new Feed(cursor(position));
    }

    /** Another reader, who is where this one is now. */
    public Feed again() {
        return new Feed(cursor);
    }

    /** Position of the last event that there is. To read up to it, past what other tests have left, would take minutes. */
    public static long end() {
        Tables.value("SELECT number_events(10000000)");
        return Long.parseLong(Tables.value("SELECT last_position FROM event_feed"));
    }

    /** As the program writes it; a reader does not know. */
    public static String cursor(long position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(Long.BYTES).putLong(position).array());
    }

    /** @param query without {@code after}, which a walk brings along */
    public static Reply ask(Map<String, ?> query) {
        return Reply.of(operator().queryParams(query).get(PATH));
    }

    public String cursor() {
        return cursor;
    }

    /** The next page: at most so many, and the cursor moves on. */
    public List<JsonNode> page(int limit) {
        JsonNode body = ask(Map.of("after", cursor, "limit", limit)).demand(200).body();
        cursor = body.path("next").asText();
        List<JsonNode> events = new ArrayList<>();
        body.path("events").forEach(events::add);
        return events;
    }

    /** All that is there now. */
    public List<JsonNode> rest() {
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> page;
        do {
            page = page(1_000);
            all.addAll(page);
        } while (!page.isEmpty());
        return all;
    }

    /** A column of events. */
    public static List<String> each(List<JsonNode> events, String field) {
        return events.stream().map(event -> event.path(field).asText()).toList();
    }
}
