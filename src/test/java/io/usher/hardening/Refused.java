package io.usher.hardening;

/** What the slow reading refuses, with the scimType of RFC 7644 table 9. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    Refused(String code) {
        super(code);
        this.code = code;
    }

    String code() {
        return code;
    }
}
