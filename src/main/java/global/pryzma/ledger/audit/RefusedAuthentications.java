package global.pryzma.ledger.audit;

import global.pryzma.ledger.job.Job;
import global.pryzma.ledger.security.ClientAddress;
import global.pryzma.ledger.security.RefusedProofs;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The job that notes refused authentications: counted by reason, client and address, and written
 * every minute and at the end of the service. However many there are, an instance writes so many
 * rows a minute at most. What a killed instance had counted since the last time is lost.
 */
@Singleton
public final class RefusedAuthentications implements Job, RefusedProofs {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedAuthentications.class);

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** What a client may claim to be is any text. */
    private static final Pattern CLIENT_ID = Pattern.compile("[\\x21-\\x7e]{1,100}");

    private final AuditSettings settings;
    private final Audit audit;
    private final Clock clock;
    private final RefusalCounts counts;
    private List<AuditEvent> unwritten = List.of();

    RefusedAuthentications(AuditSettings settings, Audit audit, Clock clock) {
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
        this.counts = new RefusalCounts(settings.refusalsDistinct());
    }

    @Override
    public void refused(
            String reason,
            @Nullable UUID organisation,
            @Nullable String clientId,
            ClientAddress address) {
        counts.add(
                new RefusalCounts.Kind(
                        reason,
                        organisation,
                        clientId == null || CLIENT_ID.matcher(clientId).matches() ? clientId : null,
                        address.address().getHostAddress()),
                clock.instant());
    }

    @Override
    public String name() {
        return "refused-authentications";
    }

    @Override
    public Duration interval() {
        return settings.refusalsInterval();
    }

    @Override
    public Sharing sharing() {
        return Sharing.OWN;
    }

    /**
     * What could not be written, or may have been, is tried again as it is, by its ids, before
     * anything else: so while Postgres is away no more waits than two times what is told apart.
     */
    @Override
    public synchronized void run() {
        try {
            audit.append(unwritten);
            unwritten = counts.take();
            audit.append(unwritten);
            unwritten = List.of();
        } catch (SQLException e) {
            throw new IllegalStateException("Refused authentications were not noted", e);
        }
    }

    /** The service ends. A Postgres that hangs does not keep it. */
    public void signOff() {
        Thread writer = Thread.ofVirtual().name("refused-authentications").start(this::runOnce);
        try {
            if (!writer.join(LAST_WORDS)) {
                LOG.warn("The last refused authentications were not noted in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.warn("The last refused authentications were not noted: {}", e.toString());
        }
    }
}
