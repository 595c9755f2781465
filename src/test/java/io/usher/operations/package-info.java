/** What the people who run Usher rely on: health, metrics, logs, start-up checks, and a database of their own. */
@org.jspecify.annotations.NullMarked
package io.usher.operations;
