/**
 * Reads the filter language of RFC 7644 §3.4.2.2 and the paths of §3.5.2 into SCIMple's filter classes,
 * and asks them of a JSON element or turns them into a {@link io.usher.directory.Condition}.
 * Knows no SQL and no HTTP.
 */
@org.jspecify.annotations.NullMarked
package io.usher.scim.filter;
