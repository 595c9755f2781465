/**
 * The vendor's customers, their connections to identity providers, their settings, and which tenant a call is in.
 * Knows no user, no seat and no protocol.
 */
@org.jspecify.annotations.NullMarked
package io.usher.tenants;
