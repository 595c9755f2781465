/** Proves that nothing of one tenant is seen or changed by another, and that each of the two locks holds alone. */
@org.jspecify.annotations.NullMarked
package io.usher.isolation;
