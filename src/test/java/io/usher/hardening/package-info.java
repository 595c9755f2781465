/**
 * Looks for faults by machine: random filters, paths, PATCHes and bodies, held against slow readings of the RFCs that were
 * written apart from the program. Every try comes from a seed, which is printed when it fails.
 */
@org.jspecify.annotations.NullMarked
package io.usher.hardening;
