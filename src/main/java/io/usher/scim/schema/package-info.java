/**
 * The one model of what a resource may hold, read at start from the files in {@code scim-schemas/} (RFC 7643 §7).
 * It drives typing, mutability, case rules, projection and what {@code /Schemas} says, so that what is advertised is enforced.
 * Knows no HTTP and no storage.
 */
@org.jspecify.annotations.NullMarked
package io.usher.scim.schema;
