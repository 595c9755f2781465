package io.usher.scim;

import io.usher.platform.Problem;
import io.usher.tenants.Dialect;

/**
 * All that the dialect of a connection changes, each with the checks that prove it. What stands here in no dialect is alike in
 * all of them: names and {@code op} in any case, one element without its list, a PUT without {@code active}, a password that
 * is taken and dropped.
 */
public enum DialectRules {
    TOLERANT,
    RFC,
    INTEROP_STRICT;

    private static final String URN = "urn:";

    public static DialectRules of(Dialect dialect) {
        return switch (dialect) {
            case TOLERANT -> TOLERANT;
            case RFC -> RFC;
            case INTEROP_STRICT -> INTEROP_STRICT;
        };
    }

    /** {@code "True"} and {@code "False"} as text are booleans, in bodies and in filters (SCH-09, FIL-30, PAT-53). */
    public boolean takesTextBooleans() {
        return this == TOLERANT;
    }

    /** A manager as bare text, and the value of a single complex attribute in an array of one (PAT-52). */
    public boolean takesLooseShapes() {
        return this == TOLERANT;
    }

    /** A body without {@code schemas} (SCH-03, PAT-01, AMB-33). */
    public boolean takesMissingSchemas() {
        return this == TOLERANT;
    }

    /** {@code schemas} with a URN that is not the resource's type's or one of its extensions' (SCH-03). */
    public boolean takesForeignSchemas() {
        return this == TOLERANT;
    }

    /**
     * A name in a body that the schema does not know is ignored, or is not (AMB-01, SCH-33, INT-04).
     *
     * @param container what holds the name, as it stands before it in a path; empty for the resource
     * @param name as it was written
     * @throws Problem {@code invalidSyntax}
     */
    public void requireIgnorable(String container, String name) {
        boolean urn = name.regionMatches(true, 0, URN, 0, URN.length());
        if (this == INTEROP_STRICT || (this == RFC && urn)) {
            throw ScimProblems.unknownAttribute(container + name);
        }
    }

    /** What is readOnly inside the value of an operation without path is ignored, whatever it says (AMB-07, PAT-43). */
    public boolean ignoresReadOnly() {
        return this == TOLERANT;
    }

    /** A PATCH without operations changes nothing (ENT-12, PAT-02, AMB-30). */
    public boolean takesEmptyPatch() {
        return this == TOLERANT;
    }

    /** Operations without path (INT-10, PAT-62). */
    public boolean takesPathless() {
        return this != INTEROP_STRICT;
    }

    /** Paths that end in a filter: the element itself, not a part of it (INT-12, PAT-62). */
    public boolean takesElementPaths() {
        return this != INTEROP_STRICT;
    }

    /** A filter in a path may select several elements (PAT-62). */
    public boolean takesManyMatches() {
        return this != INTEROP_STRICT;
    }

    /** An addition whose filter selects nothing makes the element that the filter describes (PAT-22, AMB-04). */
    public boolean addMakesElement() {
        return this != INTEROP_STRICT;
    }

    /** A replacement does the same (PAT-23, PAT-39, AMB-03). */
    public boolean replaceMakesElement() {
        return this == TOLERANT;
    }

    /** A removal whose filter selects nothing is done already (PAT-29, AMB-02). */
    public boolean removeMayMiss() {
        return this != INTEROP_STRICT;
    }

    /** A replacement of a single complex attribute keeps the parts that it does not give (PAT-36, INT-11, AMB-05). */
    public boolean replaceMerges() {
        return this != INTEROP_STRICT;
    }

    /** The query parameter {@code filter} of a call that reads nothing is ignored (INT-08). */
    public boolean ignoresFilterOfWrite() {
        return this != INTEROP_STRICT;
    }
}
