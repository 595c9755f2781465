/**
 * The SCIM 2.0 endpoints (RFC 7644): requests in, representations and error bodies out.
 * Builds edits and hands them to {@code lifecycle}; knows no SQL and no seat policy.
 */
@org.jspecify.annotations.NullMarked
package io.usher.scim.http;
