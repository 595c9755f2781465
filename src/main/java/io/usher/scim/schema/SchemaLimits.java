package io.usher.scim.schema;

/** What the vendor's schema files may come to; a folder that was named by mistake is noticed by them. */
final class SchemaLimits {

    /** Files of the folder. */
    static final int FILES = 50;

    /** Bytes of a file. */
    static final int FILE_BYTES = 262_144;

    /** Attributes of a file, those within complex ones counted too. */
    static final int ATTRIBUTES = 200;

    /** Characters of an id: it stands in the index of unique values. */
    static final int ID = 200;

    /** Characters of an attribute's name. */
    static final int NAME = 64;

    private SchemaLimits() {}
}
