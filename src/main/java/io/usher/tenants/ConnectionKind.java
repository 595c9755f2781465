package io.usher.tenants;

import java.util.Locale;

/** Which identity provider a connection links to. */
public enum ConnectionKind {
    OKTA,
    ENTRA,
    GENERIC;

    /** As in the API and in the database: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ConnectionKind of(String word) {
        for (ConnectionKind each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw TenantProblems.unknownKind();
    }
}
