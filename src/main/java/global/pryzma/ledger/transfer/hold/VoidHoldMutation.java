package global.pryzma.ledger.transfer.hold;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.money.Amount;

import jakarta.inject.Singleton;

/** {@code transfers.void}: the money that is held is given back. */
@Singleton
final class VoidHoldMutation extends EndHoldMutation {
    VoidHoldMutation(RecordedJson json) {
        super(json);
    }

    @Override
    public String operation() {
        return "transfers.void";
    }

    @Override
    int resolution() {
        return TransferFlags.VOID_PENDING;
    }

    @Override
    Amount amount(EndHoldCommand command) {
        return Amount.ZERO;
    }

    @Override
    TransferKind marker() {
        return TransferKind.HOLD_VOIDED;
    }
}
