package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usher.directory.Listing.From;
import io.usher.directory.Listing.Mark;
import io.usher.platform.MasterKey;
import io.usher.platform.Problem;
import io.usher.platform.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a cursor holds, and for how long. */
class CursorsTest {

    private static final MasterKey KEY =
            new MasterKey(Optional.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="), Optional.empty());
    private static final Instant MADE = Instant.parse("2026-11-24T10:00:00Z");

    private static Cursors at(Duration after) {
        return new Cursors(KEY, new Time(Clock.fixed(MADE.plus(after), ZoneOffset.UTC)));
    }

    @Test
    @Tag("CUR-09")
    void a_cursor_is_good_for_an_hour() {
        String cursor = at(Duration.ZERO).seal("question", 10, new Mark("key", new UUID(1, 2)), true);
        assertThat(at(Duration.ofHours(1)).open("question", 10, cursor))
                .isEqualTo(new From(new Mark("key", new UUID(1, 2)), true));
        assertThatThrownBy(() -> at(Duration.ofSeconds(3601)).open("question", 10, cursor))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("expiredCursor"));
    }

    @Test
    void a_mark_may_have_no_key() {
        String cursor = at(Duration.ZERO).seal("question", 10, new Mark(null, new UUID(1, 2)), false);
        assertThat(at(Duration.ZERO).open("question", 10, cursor))
                .isEqualTo(new From(new Mark(null, new UUID(1, 2)), false));
    }
}
