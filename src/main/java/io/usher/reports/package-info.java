/**
 * What an administrator should look into, read from the tables of several rooms, each report in few statements.
 * Reads only; knows no protocol and decides nothing.
 */
@org.jspecify.annotations.NullMarked
package io.usher.reports;
