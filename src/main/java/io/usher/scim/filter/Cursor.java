package io.usher.scim.filter;

import io.usher.platform.Limits;
import io.usher.platform.Problem;
import java.util.function.Function;

/** A place in a text that is being read once, from left to right. Counts characters from 1 when it speaks to people. */
final class Cursor {

    private final String what;
    private final String text;
    private int at;

    /**
     * @param what names the text in error messages: "filter" or "path"
     * @param refusal makes the problem when the text is too long
     */
    Cursor(String what, String text, Function<String, Problem> refusal) {
        if (text.length() > Limits.FILTER) {
            throw refusal.apply("The %s is longer than %,d characters.".formatted(what, Limits.FILTER));
        }
        this.what = what;
        this.text = text;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The next character, or 0 at the end of the text. */
    char peek() {
        return atEnd() ? 0 : text.charAt(at);
    }

    /** Takes the next character; at the end of the text 0. */
    char take() {
        char next = peek();
        at++;
        return next;
    }

    /** Takes the next character if it is this one. */
    boolean take(char wanted) {
        if (peek() != wanted || atEnd()) {
            return false;
        }
        at++;
        return true;
    }

    void skipSpaces() {
        while (peek() == ' ') {
            at++;
        }
    }

    /** The characters that may stand in a name, an operator or a URN; empty when none follows. */
    String word() {
        int start = at;
        while (isWordCharacter(peek())) {
            at++;
        }
        return text.substring(start, at);
    }

    /** The next word, left where it is. */
    String peekWord() {
        int start = at;
        String word = word();
        at = start;
        return word;
    }

    String since(int start) {
        return text.substring(start, Math.min(at, text.length()));
    }

    /** One sentence that names the position and what was expected there; not what stands there, which may be a person's name. */
    String unexpected(int position, String expected) {
        return position >= text.length()
                ? "The %s ends too early: expected %s.".formatted(what, expected)
                : "The %s is not understood at character %d: expected %s.".formatted(what, position + 1, expected);
    }

    private static boolean isWordCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '$'
                || c == ':'
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
