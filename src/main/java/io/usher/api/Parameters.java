package io.usher.api;

import io.usher.platform.Limits;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads parameters of paths and queries. */
final class Parameters {

    private Parameters() {}

    static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    static @Nullable UUID uuid(String name, @Nullable String text) {
        return text == null ? null : uuid(text).orElseThrow(() -> ApiProblems.badParameter(name, "an id"));
    }

    static @Nullable Integer positive(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        // Nine digits fit; what is larger is no page that anybody wants.
        if (!text.matches("0*[1-9][0-9]{0,8}")) {
            throw ApiProblems.badParameter(name, "a whole number of at least 1");
        }
        return Integer.valueOf(text);
    }

    /** Place in a row of numbers that only grow; eighteen digits fit. */
    static @Nullable Long place(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw ApiProblems.badParameter(name, "a whole number of at least 0");
        }
        return Long.valueOf(text);
    }

    /** Of the years that are written with four digits: PostgreSQL does not know all others. */
    static @Nullable Instant instant(String name, @Nullable String text) {
        try {
            if (text == null || text.matches("[0-9].*")) {
                return text == null ? null : Instant.parse(text);
            }
        } catch (DateTimeParseException e) {
            // refused below
        }
        throw ApiProblems.badParameter(name, "a time such as 2026-01-31T00:00:00Z");
    }

    static LocalDate date(String name, @Nullable String text) {
        if (text == null) {
            throw ApiProblems.missingParameter(name);
        }
        try {
            if (text.matches("[0-9].*")) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeParseException e) {
            // refused below
        }
        throw ApiProblems.badParameter(name, "a date such as 2026-01-31");
    }

    /** At least a day, and at most as many as are reckoned at once. */
    static void requireSpan(LocalDate from, LocalDate until) {
        long span = ChronoUnit.DAYS.between(from, until);
        if (span < 1 || span > Limits.SEAT_DAYS) {
            throw ApiProblems.badParameter("until", "after from, and at most " + Limits.SEAT_DAYS + " days");
        }
    }

    /** PostgreSQL knows no NUL: nothing it holds has one, and asking with one is an error. */
    static @Nullable String text(String name, @Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw ApiProblems.badParameter(name, "text without NUL");
        }
        return text;
    }
}
