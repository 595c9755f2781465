package io.usher.gate;

import java.util.Locale;

/** The one reason of an answer, in order of precedence: the first that holds is given. */
public enum Reason {
    TENANT_SUSPENDED,
    UNKNOWN_USER,
    DELETED,
    SECURITY_HOLD,
    ADMIN_HOLD,
    DIRECTORY_INACTIVE,
    SSO_NOT_CONFIGURED,
    SEAT_WAITLISTED,
    NO_SEAT,
    OK;

    /** As programs read it: lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean allows() {
        return this == OK;
    }
}
