/**
 * What leavers leave behind: whose content is to be handed over, to whom it would go, and to whom the application gave it.
 * Reads managers from the people's resources (RFC 7643 section 4.3).
 * Knows no protocol, no seat, and nothing of the content itself: that is the application's.
 */
@org.jspecify.annotations.NullMarked
package io.usher.leavers;
