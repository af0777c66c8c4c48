package global.pryzma.ledger.sweep;

import global.pryzma.ledger.account.RecoverableAccount;
import global.pryzma.ledger.account.UnplacedAccount;
import global.pryzma.ledger.account.UnplacedAccount.Reason;
import global.pryzma.ledger.ledger.LedgerTransfer;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * A row of {@code ledger_orphan}: what the ledger has and nobody owns.
 *
 * @param kind an {@link OrphanKind} as it is on the wire
 * @param reason a {@link Reason} in small letters
 * @param ledgerNumber 0 to 2^32-1
 * @param code of the row in the ledger
 * @param programId of an account, as the ledger has it
 * @param createdAtNanos the ledger's timestamp
 * @param foundAt null for a row that is still to be written
 */
@MappedEntity("ledger_orphan")
record OrphanRow(
        @Id UUID id,
        String kind,
        String reason,
        long ledgerNumber,
        int code,
        @Nullable UUID programId,
        long createdAtNanos,
        @Nullable Instant foundAt) {
    private static final UUID NO_PROGRAM = new UUID(0, 0);

    static OrphanRow of(UnplacedAccount unplaced) {
        RecoverableAccount account = unplaced.account();
        return new OrphanRow(
                account.id(),
                OrphanKind.ACCOUNT.wire(),
                wire(unplaced.reason()),
                Integer.toUnsignedLong(account.ledgerNumber()),
                account.code(),
                account.programId().equals(NO_PROGRAM) ? null : account.programId(),
                account.createdAtNanos(),
                null);
    }

    static OrphanRow of(LedgerTransfer transfer) {
        return new OrphanRow(
                transfer.transfer().id().toUuid(),
                OrphanKind.TRANSFER.wire(),
                wire(Reason.LEDGER_NUMBER_UNKNOWN),
                Integer.toUnsignedLong(transfer.transfer().ledger()),
                transfer.transfer().code(),
                null,
                transfer.timestamp(),
                null);
    }

    boolean is(OrphanKind kind) {
        return this.kind.equals(kind.wire());
    }

    /** The number as the ledger writes it: an unsigned 32-bit integer. */
    int number() {
        return (int) ledgerNumber;
    }

    RecoverableAccount account() {
        return new RecoverableAccount(
                id, programId == null ? NO_PROGRAM : programId, number(), code, createdAtNanos);
    }

    private static String wire(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
