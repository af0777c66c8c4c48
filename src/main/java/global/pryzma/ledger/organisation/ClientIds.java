package global.pryzma.ledger.organisation;

import java.util.regex.Pattern;

/** The form of client ids: what the service, operators and external issuers give. */
final class ClientIds {
    /** No NUL, no megabytes, nothing that could look like another line of a log. */
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private ClientIds() {}

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }
}
