/**
 * Users, groups and memberships: their rules and their queries.
 * Knows nothing of seats, audit or protocols; RFC 7643 gave the attributes, not the code.
 */
@org.jspecify.annotations.NullMarked
package io.usher.directory;
