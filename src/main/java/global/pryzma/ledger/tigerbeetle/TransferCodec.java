package global.pryzma.ledger.tigerbeetle;

import static global.pryzma.ledger.tigerbeetle.AccountCodec.amount;
import static global.pryzma.ledger.tigerbeetle.AccountCodec.id;

import com.tigerbeetle.TransferBatch;

import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;

import java.util.ArrayList;
import java.util.List;

/** Transfers to and from the client's batches. */
final class TransferCodec {
    private TransferCodec() {}

    static TransferBatch encode(List<TransferFields> transfers) {
        TransferBatch batch = new TransferBatch(transfers.size());
        for (TransferFields transfer : transfers) {
            batch.add();
            batch.setId(transfer.id().low(), transfer.id().high());
            batch.setDebitAccountId(
                    transfer.debitAccountId().low(), transfer.debitAccountId().high());
            batch.setCreditAccountId(
                    transfer.creditAccountId().low(), transfer.creditAccountId().high());
            batch.setAmount(transfer.amount().low(), transfer.amount().high());
            batch.setPendingId(transfer.pendingId().low(), transfer.pendingId().high());
            batch.setUserData128(transfer.userData128().low(), transfer.userData128().high());
            batch.setUserData64(transfer.userData64());
            batch.setUserData32(transfer.userData32());
            batch.setTimeout(transfer.timeoutSeconds());
            batch.setLedger(transfer.ledger());
            batch.setCode(transfer.code());
            batch.setFlags(transfer.flags());
        }
        return batch;
    }

    static Reply.Transfers decode(TransferBatch batch) {
        List<LedgerTransfer> rows = new ArrayList<>(batch.getLength());
        while (batch.next()) {
            rows.add(row(batch));
        }
        return new Reply.Transfers(rows, batch.getHeader().getTimestamp());
    }

    private static LedgerTransfer row(TransferBatch batch) {
        return new LedgerTransfer(
                new TransferFields(
                        id(batch::getId),
                        id(batch::getDebitAccountId),
                        id(batch::getCreditAccountId),
                        amount(batch::getAmount),
                        id(batch::getPendingId),
                        id(batch::getUserData128),
                        batch.getUserData64(),
                        batch.getUserData32(),
                        batch.getTimeout(),
                        batch.getLedger(),
                        batch.getCode(),
                        batch.getFlags()),
                batch.getTimestamp());
    }
}
