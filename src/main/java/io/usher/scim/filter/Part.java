package io.usher.scim.filter;

/**
 * A text that is looked for in others, in one pass through each, whatever it is made of (Knuth, Morris and Pratt).
 * {@link String#contains} begins anew behind every place where a long part nearly fitted.
 */
final class Part {

    private final String part;
    /** For each length of what has fitted: the longest beginning of the part that what has fitted ends with. */
    private final int[] fallback;

    private Part(String part) {
        this.part = part;
        this.fallback = new int[part.length() + 1];
        int fits = 0;
        for (int i = 1; i < part.length(); i++) {
            fits = fit(part.charAt(i), fits);
            fallback[i + 1] = fits;
        }
    }

    static boolean isIn(String text, String part) {
        return part.length() <= text.length() && new Part(part).isIn(text);
    }

    private boolean isIn(String text) {
        int fits = 0;
        for (int i = 0; i < text.length() && fits < part.length(); i++) {
            fits = fit(text.charAt(i), fits);
        }
        return fits == part.length();
    }

    private int fit(char next, int fitted) {
        int fits = fitted;
        while (fits > 0 && part.charAt(fits) != next) {
            fits = fallback[fits];
        }
        return part.charAt(fits) == next ? fits + 1 : fits;
    }
}
