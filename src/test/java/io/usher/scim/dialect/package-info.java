/** What the dialect of a connection changes, and what it does not, over HTTP: one test for each rule in each dialect. */
@org.jspecify.annotations.NullMarked
package io.usher.scim.dialect;
