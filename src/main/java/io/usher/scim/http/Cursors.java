package io.usher.scim.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.usher.directory.Listing.From;
import io.usher.directory.Listing.Mark;
import io.usher.platform.MasterKey;
import io.usher.platform.Problem;
import io.usher.platform.Time;
import io.usher.scim.ScimProblems;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

/**
 * Marks in a list as text that only this server reads (RFC 9865): sealed together with the tenant and the question they
 * belong to, so that nothing is kept here, whatever is altered or belongs elsewhere opens nothing, and all replicas read it.
 */
@ApplicationScoped
class Cursors {

    /** How long a cursor can be used. */
    static final Duration LIFETIME = Duration.ofHours(1);

    private static final JsonMapper JSON = new JsonMapper();

    private final MasterKey key;
    private final Time time;

    Cursors(MasterKey key, Time time) {
        this.key = key;
        this.time = time;
    }

    /** @param question what the walk may not change: tenant, endpoint, filter, order, attributes */
    String seal(String question, int count, Mark mark, boolean backwards) {
        var plain = JSON.createArrayNode()
                .add(time.now().plus(LIFETIME).getEpochSecond())
                .add(count)
                .add(backwards)
                .add(mark.key())
                .add(mark.id().toString());
        byte[] sealed = key.seal(plain.toString().getBytes(StandardCharsets.UTF_8), bound(question));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** @throws Problem {@code invalidCursor}, {@code expiredCursor}, {@code invalidCount} (RFC 9865 §2.1) */
    From open(String question, int count, String cursor) {
        JsonNode plain = opened(question, cursor);
        if (plain.path(0).longValue() < time.now().getEpochSecond()) {
            throw ScimProblems.expiredCursor();
        }
        if (plain.path(1).intValue() != count) {
            throw ScimProblems.invalidCount("count must stay the same from page to page.");
        }
        Mark mark = new Mark(
                plain.path(3).textValue(), UUID.fromString(plain.path(4).textValue()));
        return new From(mark, plain.path(2).booleanValue());
    }

    private JsonNode opened(String question, String cursor) {
        try {
            return JSON.readTree(key.open(Base64.getUrlDecoder().decode(cursor), bound(question)));
        } catch (IllegalArgumentException | IllegalStateException | IOException notOurs) {
            throw ScimProblems.invalidCursor();
        }
    }

    private static String bound(String question) {
        return "scim cursor " + question;
    }
}
