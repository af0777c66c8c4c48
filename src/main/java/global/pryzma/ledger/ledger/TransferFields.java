package global.pryzma.ledger.ledger;

import global.pryzma.ledger.money.Amount;

/**
 * A transfer exactly as it will be submitted to the ledger (TigerBeetle: Transfer).
 *
 * @param pendingId the hold that is posted or voided, else {@link LedgerId#NONE}
 * @param userData128 {@link LedgerId#NONE} or a related id
 * @param userData64 64 bits of the request's fingerprint, never 0
 * @param userData32 the version of the encoding
 * @param timeoutSeconds of a pending transfer, an unsigned 32-bit integer; 0 is "never"
 * @param ledger the number of (organisation, currency), an unsigned 32-bit integer, not 0
 * @param code the kind of transfer, 1 to 65535
 * @param flags bits of {@link TransferFlags}
 */
public record TransferFields(
        LedgerId id,
        LedgerId debitAccountId,
        LedgerId creditAccountId,
        Amount amount,
        LedgerId pendingId,
        LedgerId userData128,
        long userData64,
        int userData32,
        int timeoutSeconds,
        int ledger,
        int code,
        int flags) {}
