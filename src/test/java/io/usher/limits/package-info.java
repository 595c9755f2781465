/** The table of limits in the documents, proved row by row. */
@org.jspecify.annotations.NullMarked
package io.usher.limits;
