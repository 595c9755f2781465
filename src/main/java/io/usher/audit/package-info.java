/**
 * The append-only log: one record for every accepted change, in its transaction, and one for every refused write.
 * Personal values are encrypted under a key per person, so that destroying the key erases them everywhere at once.
 * Knows nothing of who reads it.
 */
@org.jspecify.annotations.NullMarked
package io.usher.audit;
