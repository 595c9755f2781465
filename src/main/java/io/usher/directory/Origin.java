package io.usher.directory;

import java.util.Locale;

/** Through which door a user or group first came. */
public enum Origin {
    SCIM,
    API;

    /** As in the database: lower case. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
