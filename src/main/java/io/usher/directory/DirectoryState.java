package io.usher.directory;

import java.util.Locale;

/** What the identity provider wants of a person. */
public enum DirectoryState {
    ACTIVE,
    INACTIVE,
    DELETED;

    /** As in the database: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DirectoryState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
