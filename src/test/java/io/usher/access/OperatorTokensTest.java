package io.usher.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.platform.Time;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which operator tokens may be configured. */
@QuarkusTest
@Tag("T91")
class OperatorTokensTest {

    @Inject
    EntityManager database;

    @Inject
    Time time;

    @Inject
    StartLock startLock;

    @ParameterizedTest
    @ValueSource(
            strings = {"short-token", "0123456789abcdef0123456789abcde", "abababababababababababababababababababab"})
    void a_token_that_is_short_or_repeats_itself_is_refused_and_not_shown(String token) {
        assertThatThrownBy(() -> configured(token))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("USHER_OPERATOR_TOKEN must have at least 32 characters")
                .hasMessageNotContaining(token);
    }

    @Test
    void a_random_token_is_welcome() {
        String token = "0123456789abcdef0123456789abcdef";
        assertThat(configured(token).configured()).contains(token);
    }

    private OperatorTokens configured(String token) {
        return new OperatorTokens(database, time, startLock, Optional.of(token));
    }
}
