package global.pryzma.ledger.embedded;

import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.operations.StartRefused;

import java.math.BigInteger;

/**
 * A cluster's id.
 *
 * @param value 0 to 2^128 - 1
 */
record ClusterId(BigInteger value) {
    /** The id from an unsigned decimal number, as operators write it. */
    static ClusterId parse(String text) {
        if (!text.matches("[0-9]{1,39}") || new BigInteger(text).bitLength() > 128) {
            throw new StartRefused(
                    "pryzma.ledger.cluster-id is no decimal number of 128 bits: " + text);
        }
        return new ClusterId(new BigInteger(text));
    }

    LedgerId toLedgerId() {
        return new LedgerId(value.shiftRight(Long.SIZE).longValue(), value.longValue());
    }
}
