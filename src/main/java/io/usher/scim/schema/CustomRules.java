package io.usher.scim.schema;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.directory.scim.spec.schema.Schema;
import org.apache.directory.scim.spec.schema.Schema.Attribute;

/** What a vendor may not ask for, though RFC 7643 has a word for it: here nobody would keep the promise. */
final class CustomRules {

    /** RFC 7643 §2.1; "$ref" is this server's to fill in. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*+");

    /** Those of every resource (RFC 7643 §3.1), and the two lists that follow from memberships. */
    private static final Set<String> RESERVED = Set.of("id", "externalid", "meta", "schemas", "groups", "members");

    private static final Set<Attribute.Type> UNIQUE = Set.of(
            Attribute.Type.STRING,
            Attribute.Type.REFERENCE,
            Attribute.Type.INTEGER,
            Attribute.Type.DECIMAL,
            Attribute.Type.DATE_TIME);

    private final SchemaFile file;
    private int attributes;

    private CustomRules(SchemaFile file) {
        this.file = file;
    }

    /** @throws ConfigurationException naming file, attribute and fault */
    static void require(SchemaFile file, Schema schema) {
        CustomRules rules = new CustomRules(file);
        for (Attribute attribute : schema.getAttributes()) {
            if (RESERVED.contains(attribute.getName().toLowerCase(Locale.ROOT))) {
                throw file.fault(attribute.getName(), "has a name that is reserved");
            }
            rules.require("", false, attribute);
        }
    }

    private void require(String prefix, boolean inList, Attribute attribute) {
        String name = prefix + attribute.getName();
        if (++attributes > SchemaLimits.ATTRIBUTES) {
            throw file.fault(name, "is one attribute more than the " + SchemaLimits.ATTRIBUTES + " of a file");
        }
        requireName(name, attribute.getName());
        requireKept(name, attribute);
        boolean list = inList || attribute.isMultiValued();
        requireUniqueness(name, list, attribute);
        if (attribute.getType() == Attribute.Type.COMPLEX) {
            attribute.getAttributes().forEach(part -> require(name + ".", list, part));
        }
    }

    private void requireName(String name, String own) {
        if (!NAME.matcher(own).matches()) {
            throw file.fault(name, "has a name that RFC 7643 §2.1 does not allow");
        }
        if (own.length() > SchemaLimits.NAME) {
            throw file.fault(name, "has a name of more than " + SchemaLimits.NAME + " characters");
        }
        if (own.equalsIgnoreCase("password")) {
            throw file.fault(name, "has a name that is reserved: a password that is sent is dropped, and none is kept");
        }
    }

    private void requireKept(String name, Attribute attribute) {
        if (attribute.getMutability() == Attribute.Mutability.READ_ONLY) {
            throw file.fault(name, "'mutability' is readOnly: nobody could ever give it a value");
        }
        if (attribute.getMutability() == Attribute.Mutability.WRITE_ONLY) {
            throw file.fault(name, "'mutability' is writeOnly: that is for secrets, and this server keeps none");
        }
        if (attribute.getReturned() == Attribute.Returned.NEVER) {
            throw file.fault(name, "'returned' is never: that is for secrets, and this server keeps none");
        }
        boolean alwaysExact =
                attribute.getType() == Attribute.Type.REFERENCE || attribute.getType() == Attribute.Type.BINARY;
        if (alwaysExact && !attribute.isCaseExact()) {
            throw file.fault(name, "'caseExact' must be true: a reference or binary value is compared as it is");
        }
    }

    private void requireUniqueness(String name, boolean list, Attribute attribute) {
        switch (attribute.getUniqueness()) {
            case NONE -> {}
            case GLOBAL ->
                throw file.fault(
                        name, "'uniqueness' is global: it would let one customer find out what another one stores");
            case SERVER -> {
                if (list || !UNIQUE.contains(attribute.getType())) {
                    throw file.fault(
                            name,
                            "'uniqueness' is server: only a single text, reference, number or dateTime can be unique");
                }
            }
        }
    }
}
