/**
 * Puts the house together: starts the embedded database, migrates, makes the demo tenant, greets whoever started it,
 * and sends each failure to the translator of its edge.
 * Knows every room; no room knows it.
 */
@org.jspecify.annotations.NullMarked
package io.usher.boot;
