/**
 * May this person sign in now, and if not, why not: one answer with one reason, from the state as it is.
 * Knows no protocol and changes nothing.
 */
@org.jspecify.annotations.NullMarked
package io.usher.gate;
