package io.usher.conformance;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What a check may have in place of a test; each has a file of its own beside the catalogue. */
enum Exemption {
    NOT_APPLICABLE,
    SIGN_IN;

    /** Why, by the number of the check. */
    static Map<Exemption, Map<String, String>> reasons() {
        Map<Exemption, Map<String, String>> reasons = new EnumMap<>(Exemption.class);
        for (Exemption exemption : values()) {
            reasons.put(exemption, Sheet.read(exemption.file()).lines());
        }
        return reasons;
    }

    /** As the page says it. */
    String words() {
        return this == SIGN_IN ? "with sign-in" : "not applicable";
    }

    Path file() {
        return Catalogue.FOLDER.resolve(name().toLowerCase(Locale.ROOT).replace('_', '-') + ".tsv");
    }
}
