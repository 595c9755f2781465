package io.usher.scim.schema;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dateTime of RFC 7643 §2.3.5: read in every form of xsd:dateTime, written in one. */
public final class DateTimes {

    /** Fractions beyond nanoseconds are cut: .NET sends seven digits, some send more. */
    private static final Pattern XSD = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)\\d{0,20}(Z|[+-]\\d\\d:\\d\\d)?");

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private DateTimes() {}

    /** Empty when the text is no xsd:dateTime. One without zone, which XSD allows, is read as UTC. */
    public static Optional<Instant> parse(String text) {
        Matcher matcher = XSD.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            String zone = matcher.group(2);
            ZoneOffset offset = zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
            Instant instant = LocalDateTime.parse(matcher.group(1)).toInstant(offset);
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            return year < 1 || year > 9999 ? Optional.empty() : Optional.of(instant);
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    /** For representations: {@code 2026-11-24T10:00:00.000Z}. */
    public static String print(Instant instant) {
        return MILLIS.format(instant);
    }

    /** For comparisons: always six digits, {@code 2026-11-24T10:00:00.000000Z}, so that the order of text is the order of time. */
    public static String sortable(Instant instant) {
        return MICROS.format(instant);
    }
}
