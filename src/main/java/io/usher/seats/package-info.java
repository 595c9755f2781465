/**
 * Seats: how many of each type a tenant has, who holds one, who waits, and the ledger of every movement.
 * Knows no protocol and no sign-in; who a person is means nothing here but an id.
 */
@org.jspecify.annotations.NullMarked
package io.usher.seats;
