/** Which checks of SCIM 2.0 are proven, by which tests, and why the others are not. */
@org.jspecify.annotations.NullMarked
package io.usher.conformance;
