/**
 * The packaged program as it is run: two of them racing on one database, and one that is killed in the middle of its work.
 * Everything goes through HTTP; the database is only looked at.
 */
@org.jspecify.annotations.NullMarked
package io.usher.endurance;
