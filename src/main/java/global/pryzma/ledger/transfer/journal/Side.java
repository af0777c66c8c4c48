package global.pryzma.ledger.transfer.journal;

import java.util.Locale;

/** The side of an account that a line is on. */
enum Side {
    DEBIT,
    CREDIT;

    /** As it is written in JSON and in canonical commands; permanent. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Side ofText(String text) {
        for (Side side : values()) {
            if (side.text().equals(text)) {
                return side;
            }
        }
        throw new IllegalArgumentException("no side: " + text);
    }

    Side opposite() {
        return this == DEBIT ? CREDIT : DEBIT;
    }
}
