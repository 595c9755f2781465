/**
 * Tells the vendor's application what changed: the outbox, written in the change's own transaction.
 * Knows nothing of how changes are made.
 */
@org.jspecify.annotations.NullMarked
package io.usher.events;
