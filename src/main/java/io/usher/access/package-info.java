/**
 * Who may call: SCIM tokens (JWTs that Usher signs), the operator's token, the keys that sign, and the one way to open a
 * transaction for a caller. Tenancy comes from the token alone.
 * Knows nothing of users' content.
 */
@org.jspecify.annotations.NullMarked
package io.usher.access;
