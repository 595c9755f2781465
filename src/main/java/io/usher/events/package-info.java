/**
 * Tells the vendor's application what changed: the outbox, written in the change's own transaction, and the feed of all tenants
 * that is read from it, in order and without gaps. And people, by e-mail, what they should hear of.
 * Knows nothing of how changes are made.
 */
@org.jspecify.annotations.NullMarked
package io.usher.events;
