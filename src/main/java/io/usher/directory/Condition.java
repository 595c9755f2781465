package io.usher.directory;

import java.util.List;

/**
 * A question about users or groups, free of any protocol: the SCIM edge builds it from a filter,
 * {@link ConditionSql} turns it into SQL.
 */
public sealed interface Condition {

    /** True when every part is true; an empty list is true. */
    record And(List<Condition> parts) implements Condition {}

    /** True when one part is true; an empty list is false. */
    record Or(List<Condition> parts) implements Condition {}

    record Not(Condition part) implements Condition {}

    /**
     * Compares an attribute with a value. A multi-valued attribute matches when one value does.
     *
     * @param value a folded {@code String}, a {@code Boolean}, a {@code BigDecimal} or an {@code Instant}, as the kind of the
     *     attribute says
     */
    record Compare(Attribute attribute, Operator operator, Object value) implements Condition {}

    /** True when the attribute has a value; for a complex one, when one of its parts has. */
    record Present(Attribute attribute) implements Condition {}

    /** True when one and the same element of a multi-valued attribute meets {@code inside}, whose paths are relative to it. */
    record Element(Attribute list, Condition inside) implements Condition {}

    enum Operator {
        EQUAL,
        NOT_EQUAL,
        CONTAINS,
        STARTS_WITH,
        ENDS_WITH,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL
    }

    enum Kind {
        TEXT,
        BOOLEAN,
        NUMBER,
        TIME,
        COMPLEX
    }

    /**
     * An attribute as it lies in the search form of a resource.
     *
     * @param path canonical keys from the root (or from the element inside {@link Element}): {@code [userName]},
     *     {@code [name, givenName]}, {@code [urn:…:enterprise:2.0:User, manager, value]}
     * @param kind of the values compared
     * @param listAt index in {@code path} of the multi-valued key, or -1 when there is none
     */
    record Attribute(List<String> path, Kind kind, int listAt) {
        public boolean multiValued() {
            return listAt >= 0;
        }
    }
}
