/**
 * The SCIM 2.0 protocol (RFC 7643, RFC 7644): schema, filter, patch and HTTP in rooms of their own.
 * Knows no SQL, no seat policy and no HTML.
 */
@org.jspecify.annotations.NullMarked
package io.usher.scim;
