package global.pryzma.ledger.tigerbeetle;

import com.tigerbeetle.CreateAccountResultBatch;
import com.tigerbeetle.CreateTransferResultBatch;

import global.pryzma.ledger.ledger.AccountResult;
import global.pryzma.ledger.ledger.TransferResult;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The results of create requests. A code that the client or we don't know comes from a newer server
 * and becomes {@link Reply.Results#UNKNOWN_CODE}: taking it for another one could deny a transfer
 * that happened.
 */
final class ResultCodec {
    private ResultCodec() {}

    static Reply.Results accounts(CreateAccountResultBatch batch, int events) {
        Map<Integer, Integer> failures = HashMap.newHashMap(batch.getLength());
        int previous = -1;
        while (batch.next()) {
            int code = code(() -> batch.getResult().value);
            previous = checked(batch.getIndex(), previous, events);
            failures.put(previous, AccountResult.of(code).isPresent() ? code : unknown());
        }
        return new Reply.Results(batch.getHeader().getTimestamp(), events, failures);
    }

    static Reply.Results transfers(CreateTransferResultBatch batch, int events) {
        Map<Integer, Integer> failures = HashMap.newHashMap(batch.getLength());
        int previous = -1;
        while (batch.next()) {
            int code = code(() -> batch.getResult().value);
            previous = checked(batch.getIndex(), previous, events);
            failures.put(previous, TransferResult.of(code).isPresent() ? code : unknown());
        }
        return new Reply.Results(batch.getHeader().getTimestamp(), events, failures);
    }

    private static int code(IntSupplier result) {
        try {
            return result.getAsInt();
        } catch (IllegalArgumentException | NullPointerException notInTheClientsTable) {
            return unknown();
        }
    }

    private static int unknown() {
        return Reply.Results.UNKNOWN_CODE;
    }

    /**
     * The index, once it is known to be in order: a result out of the events' order can't be given
     * to its owner.
     */
    private static int checked(int index, int previous, int events) {
        if (index <= previous || index >= events) {
            throw new IllegalArgumentException(
                    "result for event " + index + " of " + events + " after that of " + previous);
        }
        return index;
    }
}
