package io.usher.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.usher.events.AlertMail.Letter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** What an alert says to an administrator: what is so, since when, and what he can do. */
final class AlertText {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** What ends a line or turns its direction: a name with it could write headers, or look like another one. */
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private final Letter letter;

    AlertText(Letter letter) {
        this.letter = letter;
    }

    String subject() {
        return line(letter.displayName()) + ": " + news();
    }

    String body() {
        StringJoiner body = new StringJoiner("\n", "", "\n");
        body.add(news() + ".").add("");
        body.add("Customer: " + line(letter.displayName()) + " (" + letter.name() + ")");
        facts(body);
        body.add("Since: " + WHEN.format(letter.at())).add("");
        body.add("What to do:");
        advice(body);
        return body.add("").add("Event " + letter.event() + " of Usher.").toString();
    }

    private String news() {
        String type = text("type");
        return switch (letter.type()) {
            case "seatPool.thresholdReached" ->
                text("threshold") + " % of the seats of type " + type + " are used (" + use() + ")";
            case "seatPool.waitlistStarted" -> "People wait for a seat of type " + type + " (" + use() + ")";
            case "seatPool.overageStarted" -> "More seats of type " + type + " are used than bought (" + use() + ")";
            case "seatPool.overageEnded" -> "No more seats of type " + type + " are used than bought (" + use() + ")";
            case "group.mixed" -> "The group " + text("displayName") + " is mixed (" + seatTypes() + ")";
            default -> letter.type();
        };
    }

    private void facts(StringJoiner body) {
        if (isAboutGroup()) {
            body.add("Group: " + text("displayName") + " (" + text("id") + ")");
            body.add("Seats of its members: " + seatTypes());
        } else {
            body.add("Seat type: " + text("type"));
            body.add("Used: " + use());
            body.add("Waiting: " + text("waitlisted"));
        }
    }

    private void advice(StringJoiner body) {
        String tenant = "/api/v1/tenants/" + letter.name();
        if (isAboutGroup()) {
            body.add("- See who has which seat: GET " + tenant + "/users?group=" + text("id"));
            body.add("- Give its members one type by a rule, or say which types it allows: PATCH " + tenant + "/groups/"
                    + text("id"));
        } else {
            String pool = tenant + "/seats/" + text("type");
            body.add("- See who holds a seat and who waits: GET " + pool + "/holders");
            body.add("- Buy more: ask the vendor, whose operator raises the quantity: PUT " + pool);
        }
    }

    private boolean isAboutGroup() {
        return letter.type().equals("group.mixed");
    }

    private String use() {
        JsonNode quantity = letter.data().path("quantity");
        return text("used") + " of " + (quantity.isNumber() ? quantity.asText() : "unlimited");
    }

    private String seatTypes() {
        StringJoiner types = new StringJoiner(", ");
        letter.data().path("seatTypes").forEach(type -> types.add(line(type.asText())));
        return types.toString();
    }

    private String text(String name) {
        return line(letter.data().path(name).asText());
    }

    private static String line(String text) {
        return BREAKS.matcher(text).replaceAll(" ").strip();
    }
}
