/** Keeps the pages for people true: what they name exists, and what they quote is what the program says. */
@org.jspecify.annotations.NullMarked
package io.usher.docs;
