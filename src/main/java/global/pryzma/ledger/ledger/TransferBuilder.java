package global.pryzma.ledger.ledger;

import global.pryzma.ledger.money.Amount;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The fields of a transfer, given by name. What is not given is none; accounts, amount, ledger and
 * code have to be, as a zero that somebody forgot would be somebody's money.
 */
public final class TransferBuilder {
    private final LedgerId id;
    private @Nullable LedgerId debitAccountId;
    private @Nullable LedgerId creditAccountId;
    private @Nullable Amount amount;
    private LedgerId pendingId = LedgerId.NONE;
    private LedgerId related = LedgerId.NONE;
    private long fingerprint64;
    private int encodingVersion;
    private int timeoutSeconds;
    private int ledger;
    private int code;
    private int flags;

    public TransferBuilder(LedgerId id) {
        this.id = id;
    }

    public TransferBuilder debit(LedgerId accountId) {
        debitAccountId = accountId;
        return this;
    }

    public TransferBuilder credit(LedgerId accountId) {
        creditAccountId = accountId;
        return this;
    }

    public TransferBuilder amount(Amount value) {
        amount = value;
        return this;
    }

    /** The hold that is posted or voided. */
    public TransferBuilder pending(LedgerId hold) {
        pendingId = hold;
        return this;
    }

    /** For {@code user_data_128}: the id of what this transfer belongs to. */
    public TransferBuilder related(LedgerId other) {
        related = other;
        return this;
    }

    /** For {@code user_data_64} and {@code user_data_32}. */
    public TransferBuilder request(long fingerprint, int version) {
        fingerprint64 = fingerprint;
        encodingVersion = version;
        return this;
    }

    /** After which a pending transfer expires; it never does without. */
    public TransferBuilder timeoutSeconds(int seconds) {
        timeoutSeconds = seconds;
        return this;
    }

    /** The number of (organisation, currency). */
    public TransferBuilder ledger(int number) {
        ledger = number;
        return this;
    }

    public TransferBuilder kind(TransferKind kind) {
        return code(kind.code());
    }

    /** For a code that no {@link TransferKind} has. */
    public TransferBuilder code(int number) {
        code = number;
        return this;
    }

    /** Bits of {@link TransferFlags}. */
    public TransferBuilder flags(int bits) {
        flags = bits;
        return this;
    }

    /** The transfer as it will be submitted. */
    public TransferFields build() {
        if (ledger == 0 || code == 0) {
            throw new IllegalStateException("ledger " + ledger + ", code " + code);
        }
        return new TransferFields(
                id,
                Objects.requireNonNull(debitAccountId, "a debit account"),
                Objects.requireNonNull(creditAccountId, "a credit account"),
                Objects.requireNonNull(amount, "an amount"),
                pendingId,
                related,
                fingerprint64,
                encodingVersion,
                timeoutSeconds,
                ledger,
                code,
                flags);
    }
}
