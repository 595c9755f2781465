/**
 * Users, groups and memberships: their rules and their queries.
 * Decides nothing about seats: it keeps what resources and administrators say of them, and reads who holds which.
 * Knows nothing of audit or protocols; RFC 7643 gave the attributes, not the code.
 */
@org.jspecify.annotations.NullMarked
package io.usher.directory;
