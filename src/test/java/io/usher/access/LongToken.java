package io.usher.access;

import java.security.GeneralSecurityException;

/** A living token made longer: signed by the server's own key, with more in it than it would put there. */
public final class LongToken {

    private LongToken() {}

    /** @param length at least that of the token; in base64 not every length of one part can be had, of two parts it can */
    public static String of(String token, int length, SigningKeys keys) throws GeneralSecurityException {
        for (int inHeader = 0; inHeader < 4; inHeader++) {
            Forgery forgery = Forgery.of(token).header("pad", "x".repeat(inHeader));
            int shortest = forgery.claim("pad", "").signed(keys.signer().key()).length();
            for (int inClaims = (length - shortest) * 3 / 4 - 4;
                    inClaims <= (length - shortest) * 3 / 4 + 4;
                    inClaims++) {
                String made = forgery.claim("pad", "x".repeat(Math.max(0, inClaims)))
                        .signed(keys.signer().key());
                if (made.length() == length) {
                    return made;
                }
            }
        }
        throw new IllegalArgumentException("No token of " + length + " characters");
    }
}
