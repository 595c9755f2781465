/** A vendor's own attributes over HTTP: with his files, everything holds that holds for the built-in ones. */
@org.jspecify.annotations.NullMarked
package io.usher.scim.custom;
