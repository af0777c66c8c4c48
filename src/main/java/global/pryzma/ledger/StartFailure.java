package global.pryzma.ledger;

import global.pryzma.ledger.operations.StartRefused;

import io.micronaut.context.exceptions.ConfigurationException;

import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reason why the service did not start, in one line where it is one of the common ones. */
final class StartFailure {
    private static final Logger log = LoggerFactory.getLogger(StartFailure.class);

    /** The beginning of every complaint about one of our own settings. */
    private static final String OURS = "pryzma.";

    private StartFailure() {}

    static void report(Throwable failure) {
        Optional<String> reason = reason(failure);
        if (reason.isPresent()) {
            log.error("Not started: {}", reason.get());
        } else {
            log.error("Not started", failure);
        }
    }

    private static Optional<String> reason(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure;
                cause != null && !causes.contains(cause);
                cause = cause.getCause()) {
            causes.add(cause);
        }
        for (Throwable cause : causes) {
            if (cause instanceof StartRefused refused) {
                return Optional.of(oneLine(refused)); // it was written to be read
            }
        }
        // From the innermost outwards: it says what happened, the outer ones only where.
        for (Throwable cause : causes.reversed()) {
            switch (cause) {
                case BindException inUse -> {
                    return Optional.of(
                            "the address is in use or not this machine's (%s): stop the other process, or choose another port with MICRONAUT_SERVER_PORT."
                                    .formatted(oneLine(inUse)));
                }
                case PSQLException postgres -> {
                    return Optional.of("Postgres: " + oneLine(postgres));
                }
                case ConfigurationException configuration -> {
                    return Optional.of("configuration: " + oneLine(configuration));
                }
                case IllegalArgumentException setting when oneLine(setting).startsWith(OURS) -> {
                    return Optional.of("configuration: " + oneLine(setting));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static String oneLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
