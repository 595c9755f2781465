package io.usher.tenants;

import java.util.Locale;

/** How strictly a connection is taken at its word; what each changes is decided where the protocol is spoken. */
public enum Dialect {
    /** Takes everything that Okta and Entra send. */
    TOLERANT,
    /** RFC 7643 and RFC 7644 as they are written. */
    RFC,
    /** The SCIM interoperability profile: one way to say each thing. */
    INTEROP_STRICT;

    /** As in the API and in the database: {@code interop-strict}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Dialect of(String word) {
        for (Dialect each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw TenantProblems.unknownDialect();
    }
}
