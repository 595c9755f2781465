package io.usher.directory;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What administrators want of a person, beside what his identity provider wants; each is put and taken back on its own. */
public enum Hold {
    /** He does not sign in. */
    ADMIN,
    /** He does not sign in; whoever looks into it decides when that ends. */
    SECURITY,
    /** Nothing of his is purged or erased; he signs in as before. */
    LEGAL;

    /** As in the database: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Hold> of(String word) {
        return Stream.of(values()).filter(hold -> hold.word().equals(word)).findFirst();
    }
}
