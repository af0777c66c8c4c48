package global.pryzma.ledger.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * What the log and the audit say of tokens and clients that were refused: why, and from where, and
 * never what they sent. Of each reason a few lines a minute are written, and the next one counts
 * those that were left out: whoever brings wrong tokens all the time must not fill the disk.
 */
@Singleton
final class Refusals {
    static final int LINES_A_MINUTE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    /** Client ids are texts of others: one that could look like a line of its own is not shown. */
    private static final Pattern SHOWN = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final RefusedProofs proofs;
    private final LongSupplier nanoTime;
    private final Map<TokenFault, Lines> lines = new EnumMap<>(TokenFault.class);

    @Inject
    Refusals(RefusedProofs proofs) {
        this(proofs, System::nanoTime);
    }

    Refusals(RefusedProofs proofs, LongSupplier nanoTime) {
        this.proofs = proofs;
        this.nanoTime = nanoTime;
        for (TokenFault fault : TokenFault.values()) {
            lines.put(fault, new Lines());
        }
    }

    /** The lines of one reason. */
    private static final class Lines {
        private long minuteBegan;
        private int written;
        private long leftOut;

        /** How many were left out before this one; -1 if it is left out as well. */
        synchronized long turn(long now) {
            if (written == 0 || now - minuteBegan >= MINUTE_NANOS) {
                minuteBegan = now;
                written = 0;
            }
            if (written == LINES_A_MINUTE) {
                leftOut++;
                return -1;
            }
            written++;
            long before = leftOut;
            leftOut = 0;
            return before;
        }
    }

    /**
     * @param caller null where nothing proves who it was
     */
    void tell(TokenFault fault, ClientAddress from, @Nullable Caller caller) {
        noted(fault.reason(), from, caller);
        Lines ofReason = lines.get(fault);
        long before = ofReason == null ? 0 : ofReason.turn(nanoTime.getAsLong());
        if (before < 0) {
            return;
        }
        String address = from.address().getHostAddress();
        LOG.atInfo()
                .addKeyValue("reason", fault.reason())
                .addKeyValue("address", address)
                .log(
                        "Refused {}{} from {}{}",
                        fault.reason(),
                        caller == null ? "" : " of client " + shown(caller.clientId()),
                        address,
                        before == 0 ? "" : ", and " + before + " before it that are not written");
    }

    /**
     * Somebody was refused, for a reason that the log does not tell of.
     *
     * @param caller null where nothing proves who it was
     */
    void noted(String reason, ClientAddress from, @Nullable Caller caller) {
        proofs.refused(
                reason,
                caller == null ? null : caller.organisation(),
                caller == null ? null : caller.clientId(),
                from);
    }

    /** A client did not prove who it is, whoever that was. */
    void unproved(String claimedId, ClientAddress from) {
        proofs.refused(TokenError.INVALID_CLIENT.code(), null, claimedId, from);
    }

    private static String shown(String clientId) {
        return SHOWN.matcher(clientId).matches() ? clientId : "(not printable)";
    }
}
