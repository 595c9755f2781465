package io.usher.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.usher.platform.Problem;
import io.usher.tenants.Dialect;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DialectRulesTest {

    @ParameterizedTest
    @EnumSource
    void each_dialect_has_its_own_rules(Dialect dialect) {
        assertThat(DialectRules.of(dialect).name()).isEqualTo(dialect.name());
        assertThat(Dialect.of(dialect.word())).isEqualTo(dialect);
    }

    @ParameterizedTest
    @Tag("AMB-01")
    @CsvSource({
        "TOLERANT, '', foo, false",
        "TOLERANT, '', urn:example:x, false",
        "RFC, '', foo, false",
        "RFC, '', URN:example:x, true",
        "RFC, urn:example:x:, foo, false",
        "INTEROP_STRICT, '', foo, true",
        "INTEROP_STRICT, urn:example:x:, foo, true"
    })
    void a_urn_is_what_was_written_as_one(DialectRules rules, String container, String name, boolean refused) {
        if (refused) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> rules.requireIgnorable(container, name))
                    .withMessage(container + name + " is not known here: see /Schemas.")
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo("invalidSyntax"));
        } else {
            assertThatCode(() -> rules.requireIgnorable(container, name)).doesNotThrowAnyException();
        }
    }

    @Test
    void a_long_name_is_not_repeated_to_who_sent_it() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> DialectRules.INTEROP_STRICT.requireIgnorable("", "x".repeat(100_000)))
                .satisfies(problem -> assertThat(problem.detail()).hasSizeLessThan(200));
    }
}
