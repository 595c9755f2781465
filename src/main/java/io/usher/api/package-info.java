/**
 * The JSON API under {@code /api/v1} for the operator and for the vendor's application; errors as in RFC 9457.
 * Knows nothing of SCIM.
 */
@org.jspecify.annotations.NullMarked
package io.usher.api;
