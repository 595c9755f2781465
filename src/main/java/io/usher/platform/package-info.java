/**
 * What every room stands on: the clock, ids, folding of text, limits, {@link io.usher.platform.Problem},
 * the embedded PostgreSQL and the one statement in which a change is written.
 * Knows no other room.
 */
@org.jspecify.annotations.NullMarked
package io.usher.platform;
