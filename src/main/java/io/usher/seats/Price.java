package io.usher.seats;

/**
 * What one seat costs.
 *
 * @param amount in the smallest unit of the currency, such as cents
 * @param currency three capital letters (ISO 4217)
 */
public record Price(long amount, String currency) {}
