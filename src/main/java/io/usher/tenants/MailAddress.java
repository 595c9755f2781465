package io.usher.tenants;

import io.usher.platform.Limits;
import java.util.regex.Pattern;

/** Which texts are addresses to which mail is sent: plain ones, which every mail server takes and no header misreads. */
public final class MailAddress {

    private static final String WORD = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9-]{1,63}";
    private static final Pattern PLAIN =
            Pattern.compile("(?=.{1,64}@)" + WORD + "(\\." + WORD + ")*@" + LABEL + "(\\." + LABEL + ")*");

    private MailAddress() {}

    public static boolean is(String text) {
        return text.length() <= Limits.EMAIL && PLAIN.matcher(text).matches();
    }
}
