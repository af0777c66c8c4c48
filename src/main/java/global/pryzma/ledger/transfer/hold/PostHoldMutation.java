package global.pryzma.ledger.transfer.hold;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.money.Amount;

import jakarta.inject.Singleton;

/** {@code transfers.post}: the money that is held is moved, or a part of it. */
@Singleton
final class PostHoldMutation extends EndHoldMutation {
    PostHoldMutation(RecordedJson json) {
        super(json);
    }

    @Override
    public String operation() {
        return "transfers.post";
    }

    @Override
    int resolution() {
        return TransferFlags.POST_PENDING;
    }

    @Override
    Amount amount(EndHoldCommand command) {
        Amount asked = command.amount();
        // To the ledger, 0 is no amount either, but a release of all.
        return asked == null ? Amount.ALL : asked;
    }

    @Override
    TransferKind marker() {
        return TransferKind.HOLD_POSTED;
    }
}
