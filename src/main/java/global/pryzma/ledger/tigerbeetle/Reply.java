package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.HistoricBalance;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerTransfer;

import java.util.List;
import java.util.Map;

/** The cluster's answer to one {@link Request}. */
sealed interface Reply {

    /**
     * The results of the events of a create request. Only failures are listed, as on the wire.
     *
     * @param timestamp of the message as a whole, which is that of its last event
     * @param events how many events the message had
     * @param failures code by index of the event
     */
    record Results(long timestamp, int events, Map<Integer, Integer> failures) implements Reply {
        /** The stand-in for a code that this version does not know. */
        static final int UNKNOWN_CODE = -1;

        private static final int CREATED = 0;

        int code(int index) {
            return failures.getOrDefault(index, CREATED);
        }

        /** The timestamp of the row that this event created; 0 when it created none. */
        long timestamp(int index) {
            return code(index) == CREATED ? timestamp - events + index + 1 : 0;
        }
    }

    /** The accounts that were found, in the order asked. */
    record Accounts(List<LedgerAccount> rows) implements Reply {}

    /**
     * The transfers that were found, in the order asked.
     *
     * @param timestamp of the message
     */
    record Transfers(List<LedgerTransfer> rows, long timestamp) implements Reply {}

    /**
     * An account's balances, in the order asked.
     *
     * @param timestamp of the message
     */
    record Balances(List<HistoricBalance> rows, long timestamp) implements Reply {}
}
