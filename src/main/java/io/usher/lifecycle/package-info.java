/**
 * The only way to change a user, a group or what a tenant has: joiner, mover, leaver, each one story in one transaction.
 * Directory, seat, ledger, record and event are changed together or not at all.
 * Knows no protocol: every door builds an edit and hands it over.
 */
@org.jspecify.annotations.NullMarked
package io.usher.lifecycle;
