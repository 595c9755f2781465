package io.usher.tenants;

import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;

/** What the tenants room refuses. */
public final class TenantProblems {

    private TenantProblems() {}

    public static Problem noSuchTenant() {
        return new Problem(Kind.NOT_FOUND, "noSuchTenant", "There is no tenant with this id or name.");
    }

    public static Problem noSuchConnection() {
        return new Problem(Kind.NOT_FOUND, "noSuchConnection", "This tenant has no connection with this id.");
    }

    /** The next step is named, since this text is what the customer's administrator sees in his identity provider. */
    public static Problem provisioningOff() {
        return new Problem(
                Kind.FORBIDDEN,
                "provisioningOff",
                "Provisioning is switched off for this organisation. Ask the vendor's support to switch it on.");
    }

    public static Problem provisioningNeedsSso() {
        return new Problem(
                Kind.FORBIDDEN,
                "provisioningNeedsSso",
                "Provisioning starts once single sign-on is set up for this connection. Set up single sign-on first.");
    }

    static Problem badName() {
        return new Problem(
                Kind.INVALID,
                "invalidName",
                "name must be 2 to %d lower-case letters, digits or hyphens, begin with a letter or digit, and not be a UUID."
                        .formatted(Limits.TENANT_NAME));
    }

    static Problem reservedName() {
        return new Problem(
                Kind.INVALID, "reservedName", "This name is a reserved word of the service. Choose another one.");
    }

    static Problem nameTaken() {
        return new Problem(Kind.CONFLICT, "nameTaken", "A tenant of this name exists.");
    }

    static Problem badDisplayName(int max) {
        return new Problem(
                Kind.INVALID,
                "invalidDisplayName",
                "displayName must have 1 to " + max + " characters, none of them NUL.");
    }

    static Problem badAlertRecipients(int max) {
        return new Problem(
                Kind.INVALID,
                "invalidAlertRecipients",
                "alertRecipients must be at most " + max + " different e-mail addresses such as ada@example.com.");
    }

    static Problem badConnectionName(int max) {
        return new Problem(
                Kind.INVALID, "invalidName", "name must have 1 to " + max + " characters, none of them NUL.");
    }

    static Problem connectionNameTaken() {
        return new Problem(Kind.CONFLICT, "nameTaken", "This tenant has a connection of this name.");
    }

    static Problem unknownKind() {
        return new Problem(Kind.INVALID, "invalidKind", "kind must be one of okta, entra, generic.");
    }

    static Problem unknownDialect() {
        return new Problem(Kind.INVALID, "invalidDialect", "dialect must be one of tolerant, rfc, interop-strict.");
    }

    static Problem unknownProvisioning() {
        return new Problem(Kind.INVALID, "invalidProvisioning", "provisioning must be one of off, requires_sso, on.");
    }

    static Problem badReactivation(int maxDays) {
        return new Problem(
                Kind.INVALID,
                "invalidReactivation",
                "reactivation must have the policy restore or ask, or restoreYounger with days between 1 and " + maxDays
                        + ".");
    }

    static Problem badSeatType() {
        return new Problem(
                Kind.INVALID,
                "invalidSeatType",
                "A seat type has 1 to 32 lower-case letters, digits or hyphens, begins with a letter, and is none of admin, ledger, days.");
    }

    static Problem badCapabilities(int max) {
        return new Problem(
                Kind.INVALID,
                "invalidCapabilities",
                "capabilities must be at most " + max
                        + " different words of 1 to 32 lower-case letters, digits or hyphens, each beginning with a letter.");
    }

    static Problem tooManySeatTypes(int max) {
        return new Problem(Kind.INVALID, "tooManySeatTypes", "A tenant has at most " + max + " seat types.");
    }

    static Problem tooManyMappings(int max) {
        return new Problem(Kind.INVALID, "tooManyMappings", "A tenant has at most " + max + " seat mappings.");
    }

    static Problem badMappedAttribute() {
        return new Problem(Kind.INVALID, "invalidMapping", "attribute must be roles or userType.");
    }

    static Problem badMappedValue(int max) {
        return new Problem(
                Kind.INVALID, "invalidMapping", "value must have 1 to " + max + " characters, none of them NUL.");
    }
}
