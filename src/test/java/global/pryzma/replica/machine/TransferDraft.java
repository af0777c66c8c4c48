package global.pryzma.replica.machine;

import com.tigerbeetle.Client;
import com.tigerbeetle.TransferBatch;
import com.tigerbeetle.UInt128;

import global.pryzma.replica.testing.Native;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** A transfer that a test fills in field by field; every field begins valid, or zero. */
final class TransferDraft implements Cloneable {
    static final BigInteger MAX = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private static long lastId = 1_000_000;

    BigInteger id = BigInteger.valueOf(++lastId);
    BigInteger debit = BigInteger.ONE;
    BigInteger credit = BigInteger.TWO;
    BigInteger amount = BigInteger.TEN;
    BigInteger pendingId = BigInteger.ZERO;
    BigInteger userData128 = BigInteger.ZERO;
    long userData64;
    int userData32;
    int timeout;
    int ledger = Native.LEDGER;
    int code = Native.CODE;
    int flags;
    long timestamp;

    static TransferDraft of(int flags) {
        var draft = new TransferDraft();
        draft.flags = flags;
        return draft;
    }

    /** A post or void of a pending transfer, with nothing else set. */
    static TransferDraft resolving(TransferDraft pending, int flags) {
        TransferDraft draft = of(flags);
        draft.pendingId = pending.id;
        draft.debit = BigInteger.ZERO;
        draft.credit = BigInteger.ZERO;
        draft.amount = (flags & TransferRow.POST) != 0 ? MAX : BigInteger.ZERO;
        draft.ledger = 0;
        draft.code = 0;
        return draft;
    }

    TransferDraft between(long newDebit, long newCredit) {
        debit = BigInteger.valueOf(newDebit);
        credit = BigInteger.valueOf(newCredit);
        return this;
    }

    TransferDraft amount(long newAmount) {
        amount = BigInteger.valueOf(newAmount);
        return this;
    }

    TransferDraft amount(BigInteger newAmount) {
        amount = newAmount;
        return this;
    }

    TransferDraft freshId() {
        id = BigInteger.valueOf(++lastId);
        return this;
    }

    TransferDraft copy() {
        try {
            return (TransferDraft) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    int submit(Client client) throws Exception {
        return submit(client, this).getFirst();
    }

    /** The codes of all drafts, submitted as one batch. */
    static List<Integer> submit(Client client, TransferDraft... drafts) throws Exception {
        var batch = new TransferBatch(drafts.length);
        Arrays.stream(drafts).forEach(draft -> draft.addTo(batch));
        return Native.codes(Native.await(client.createTransfersAsync(batch)), drafts.length);
    }

    private void addTo(TransferBatch batch) {
        batch.add();
        batch.setId(UInt128.asBytes(id));
        batch.setDebitAccountId(UInt128.asBytes(debit));
        batch.setCreditAccountId(UInt128.asBytes(credit));
        batch.setAmount(amount);
        batch.setPendingId(UInt128.asBytes(pendingId));
        batch.setUserData128(UInt128.asBytes(userData128));
        batch.setUserData64(userData64);
        batch.setUserData32(userData32);
        batch.setTimeout(timeout);
        batch.setLedger(ledger);
        batch.setCode(code);
        batch.setFlags(flags);
        batch.setTimestamp(timestamp);
    }
}
