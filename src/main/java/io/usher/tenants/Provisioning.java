package io.usher.tenants;

import java.util.Locale;

/** Whether identity providers may provision people into a tenant. */
public enum Provisioning {
    /** SCIM is refused. */
    OFF,
    /** SCIM is refused until single sign-on is set up, and nobody signs in without it. */
    REQUIRES_SSO,
    ON;

    /** As in the API and in the database: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Provisioning of(String word) {
        for (Provisioning each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw TenantProblems.unknownProvisioning();
    }
}
