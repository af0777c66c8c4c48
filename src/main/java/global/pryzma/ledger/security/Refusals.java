package global.pryzma.ledger.security;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Pattern;

/**
 * What the log says of tokens and clients that were refused: why, and from where, and never what
 * they sent. Of each reason a few lines a minute are written, and the next one counts those that
 * were left out: whoever brings wrong tokens all the time must not fill the disk.
 */
@Singleton
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int LINES_A_MINUTE = 10;

    /** Client ids are texts of others: one that could look like a line of its own is not shown. */
    private static final Pattern SHOWN = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final Buckets<TokenFault> lines = new Buckets<>("refusals", Duration.ofMinutes(1));
    private final AtomicLongArray leftOut = new AtomicLongArray(TokenFault.values().length);

    /**
     * @param caller null where nothing proves who it was
     */
    void tell(TokenFault fault, ClientAddress from, @Nullable Caller caller) {
        if (!lines.take(fault, LINES_A_MINUTE).isGranted()) {
            leftOut.incrementAndGet(fault.ordinal());
            return;
        }
        long more = leftOut.getAndSet(fault.ordinal(), 0);
        String client = caller == null ? "" : " of client " + shown(caller.clientId());
        LOG.atInfo()
                .addKeyValue("reason", fault.reason())
                .addKeyValue("address", from.address().getHostAddress())
                .log(
                        "Refused {}{} from {}{}",
                        fault.reason(),
                        client,
                        from.address().getHostAddress(),
                        more == 0 ? "" : ", and " + more + " more before that were not written");
    }

    private static String shown(String clientId) {
        return SHOWN.matcher(clientId).matches() ? clientId : "(not printable)";
    }
}
