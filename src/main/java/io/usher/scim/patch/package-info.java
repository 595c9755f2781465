/**
 * Applies PATCH operations (RFC 7644 §3.5.2) to a resource held as a JSON tree.
 * Knows no storage: a group's members become a delta, never a list that is loaded.
 */
@org.jspecify.annotations.NullMarked
package io.usher.scim.patch;
