package global.pryzma.ledger.ledger;

/**
 * An account exactly as it will be submitted to the ledger (TigerBeetle: Account).
 *
 * @param userData128 {@link LedgerId#NONE} or a related id
 * @param userData64 64 bits of the request's fingerprint, never 0
 * @param userData32 the version of the encoding
 * @param ledger the number of (organisation, currency), an unsigned 32-bit integer, not 0
 * @param code the account's type, 1 to 65535
 * @param flags bits of {@link AccountFlags}
 */
public record AccountFields(
        LedgerId id,
        LedgerId userData128,
        long userData64,
        int userData32,
        int ledger,
        int code,
        int flags) {}
