package io.usher.directory;

import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** What the directory refuses. */
public final class DirectoryProblems {

    private static final String UNIQUENESS = "uniqueness";

    private DirectoryProblems() {}

    public static Problem noSuchUser() {
        return new Problem(Kind.NOT_FOUND, "noSuchUser", "There is no user with this id.");
    }

    public static Problem noSuchGroup() {
        return new Problem(Kind.NOT_FOUND, "noSuchGroup", "There is no group with this id.");
    }

    public static Problem protectedAccount() {
        return new Problem(
                Kind.FORBIDDEN,
                "protectedAccount",
                "This is a protected account. It is managed by the administrators of the service and not by provisioning.");
    }

    public static Problem managedElsewhere(String connection) {
        return new Problem(
                Kind.FORBIDDEN,
                "managedElsewhere",
                "This is managed by the connection \"" + connection
                        + "\". An administrator can hand it over to this connection.");
    }

    public static Problem managedByProvider(String connection) {
        return new Problem(
                Kind.CONFLICT,
                "managedByProvider",
                "The connection \"" + connection
                        + "\" manages this person and would undo it. Put a hold on him, or change him in the identity provider.");
    }

    public static Problem unknownHold() {
        return new Problem(Kind.INVALID, "invalidHold", "A hold is one of admin, security, legal.");
    }

    public static Problem badReason(int max) {
        return new Problem(
                Kind.INVALID, "invalidReason", "reason must have 1 to " + max + " characters, none of them NUL.");
    }

    static Problem nothingAsked() {
        return new Problem(
                Kind.NOT_FOUND,
                "nothingAsked",
                "Nothing is asked about this person: he was not reactivated, or it is answered.");
    }

    static Problem notAskedAbout(UUID group) {
        return new Problem(
                Kind.INVALID,
                "notAskedAbout",
                "restore: the group " + group + " is none about which is asked. Read the question again.");
    }

    static Problem badName(String attribute, int max) {
        return new Problem(
                Kind.INVALID,
                "invalidValue",
                attribute + " must have 1 to " + max
                        + " characters, with no space around them and none that cannot be seen.");
    }

    public static Problem wrongVersion() {
        return new Problem(
                Kind.VERSION_MISMATCH,
                "versionMismatch",
                "It was changed in the meantime. Read it again, then repeat the change.");
    }

    public static Problem unknownMember(UUID id) {
        return new Problem(
                Kind.INVALID,
                "invalidValue",
                "members: there is no user with the id " + id + ". Provision the user before adding it to a group.");
    }

    public static Problem sameConnection() {
        return new Problem(
                Kind.INVALID, "sameConnection", "from and to are the same connection. Nobody would be handed over.");
    }

    static Problem tooManyMembers(int people) {
        return new Problem(
                Kind.TOO_LARGE,
                "tooManyMembers",
                "One change of a group may name or drop %,d people, and this one concerns %,d. Add or remove them by several PATCH requests."
                        .formatted(Limits.GROUP_CHANGE, people));
    }

    /**
     * Which of several attributes it is, the database does not tell.
     *
     * @param type {@code User} or {@code Group}
     * @param attributes whose values the change wanted
     */
    static Problem taken(String type, Set<String> attributes, Throwable cause) {
        String which = attributes.size() == 1 ? "" : "One of ";
        return new Problem(
                Kind.CONFLICT,
                UNIQUENESS,
                which + String.join(", ", attributes) + " must be unique, and another " + type.toLowerCase(Locale.ROOT)
                        + " has this value.",
                cause);
    }

    /** The rule behind a violated unique index, or the failure itself when it is none of ours. */
    static RuntimeException of(ConstraintViolationException violation) {
        String constraint = violation.getConstraintName();
        if (constraint == null) {
            return violation;
        }
        return switch (constraint) {
            case "users_user_name_key" ->
                new Problem(Kind.CONFLICT, UNIQUENESS, "A user with this userName already exists.", violation);
            case "users_external_id_key" ->
                new Problem(
                        Kind.CONFLICT,
                        UNIQUENESS,
                        "A user with this externalId already exists in this connection.",
                        violation);
            case "groups_display_name_key" ->
                new Problem(Kind.CONFLICT, UNIQUENESS, "A group with this displayName already exists.", violation);
            case "groups_external_id_key" ->
                new Problem(
                        Kind.CONFLICT,
                        UNIQUENESS,
                        "A group with this externalId already exists in this connection.",
                        violation);
            default -> violation;
        };
    }
}
