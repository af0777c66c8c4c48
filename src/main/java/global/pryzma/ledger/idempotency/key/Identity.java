package global.pryzma.ledger.idempotency.key;

import global.pryzma.ledger.ledger.AccountBuilder;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.money.Amount;

import java.util.UUID;

/**
 * What a mutation derives its ledger rows from; the same for every try of one key.
 *
 * @param organisation whose key it is
 * @param ids gives the ids of the objects that the mutation makes
 * @param fingerprint64 for {@code user_data_64}: 64 bits of the request's fingerprint, never 0
 * @param encodingVersion for {@code user_data_32}
 */
public record Identity(UUID organisation, DerivedIds ids, long fingerprint64, int encodingVersion) {
    /** The id of the mutation's only object. */
    public LedgerId id() {
        return ids.id(0);
    }

    /** The mutation's transfer with this index; the request is named in it already. */
    public TransferBuilder transfer(int index) {
        return transfer(ids.id(index));
    }

    /** The same for a transfer whose id follows from something else than the key. */
    public TransferBuilder transfer(LedgerId id) {
        return new TransferBuilder(id).request(fingerprint64, encodingVersion);
    }

    /**
     * The transfer of nothing, with index 0, that stands before so many independent ones, with the
     * indices from 1; between control accounts that can't refuse it.
     */
    public TransferBuilder anchor(int items) {
        return transfer(0)
                .amount(Amount.ZERO)
                .related(new LedgerId(0, items))
                .kind(TransferKind.ANCHOR);
    }

    /** The mutation's account with this index; the request is named in it already. */
    public AccountBuilder account(int index) {
        return new AccountBuilder(ids.id(index)).request(fingerprint64, encodingVersion);
    }
}
