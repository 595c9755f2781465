/** What tests stand on: the real database, and a tenant made through the front door. */
@org.jspecify.annotations.NullMarked
package io.usher.testing;
