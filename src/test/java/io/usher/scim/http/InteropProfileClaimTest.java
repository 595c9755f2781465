package io.usher.scim.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usher.access.AccessProblems;
import io.usher.access.Call;
import io.usher.access.Caller;
import io.usher.access.CurrentCall;
import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;
import io.usher.tenants.Dialect;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a claim when nobody can be asked about the token; the rest is asked over HTTP. */
@Tag("INT-01")
class InteropProfileClaimTest {

    @Test
    void a_database_that_is_away_is_told_and_passes_for_no_answer() {
        Problem away = new Problem(Kind.UNAVAILABLE, "databaseUnavailable", "Try again shortly.");
        InteropProfile profile = profile(() -> {
            throw away;
        });
        assertThatThrownBy(profile::kept).isSameAs(away);
    }

    @Test
    void a_token_that_has_died_is_no_token() {
        InteropProfile profile = profile(() -> {
            throw AccessProblems.badToken();
        });
        assertThat(profile.kept()).isFalse();
    }

    private static InteropProfile profile(Supplier<Dialect> asked) {
        CurrentCall current = new CurrentCall();
        current.begin(new Call(
                new Caller.Connector(UUID.randomUUID(), UUID.randomUUID()),
                "request",
                Instant.EPOCH,
                "GET",
                "/scim/v2/ServiceProviderConfig",
                null,
                null,
                Map.of()));
        return new InteropProfile(current) {
            @Override
            Dialect dialect() {
                return asked.get();
            }
        };
    }
}
