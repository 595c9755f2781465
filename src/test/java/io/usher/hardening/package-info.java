/**
 * Looks for faults by machine: random filters, paths, PATCHes and bodies, held against slow readings of the RFCs that were
 * written apart from the program. Every try comes from a seed, and a try that fails says how to run it again.
 */
@org.jspecify.annotations.NullMarked
package io.usher.hardening;
