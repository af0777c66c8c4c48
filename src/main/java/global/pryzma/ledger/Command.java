package global.pryzma.ledger;

import global.pryzma.ledger.audit.Audit;
import global.pryzma.ledger.audit.AuditAction;
import global.pryzma.ledger.audit.AuditEvent;
import global.pryzma.ledger.audit.VerifyAuditCommand;
import global.pryzma.ledger.operations.StartRefused;
import global.pryzma.ledger.organisation.CredentialCommand;
import global.pryzma.ledger.security.KeyRotation;
import global.pryzma.ledger.security.Origin;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the program does when its first argument is the name of a command instead of a setting: that
 * alone, with the service's configuration and without the service; but for the training, which is
 * about the service and has no configuration.
 */
final class Command {
    private static final String DATASOURCE = "datasources.default.";
    private static final Set<String> NAMES =
            Set.of(
                    CredentialCommand.NAME,
                    KeyRotation.COMMAND,
                    Training.COMMAND,
                    VerifyAuditCommand.NAME);

    private Command() {}

    /** Whether the arguments ask for a command. */
    static boolean isIn(String... arguments) {
        return arguments.length > 0 && NAMES.contains(arguments[0]);
    }

    /** Carries it out; what it prints is its result. Whether all is well, for the exit status. */
    static boolean execute(String... arguments) throws SQLException {
        List<String> options = Arrays.asList(arguments).subList(1, arguments.length);
        return switch (arguments[0]) {
            case KeyRotation.COMMAND -> rotateSigningKey(arguments);
            case Training.COMMAND -> train();
            case VerifyAuditCommand.NAME -> verifyAudit(VerifyAuditCommand.of(options));
            default -> makeCredential(CredentialCommand.of(options));
        };
    }

    /**
     * The rotation is noted in the database, if one is configured: what can't be noted is not done.
     * It is done before it is noted for good, so that nothing is noted that was not done.
     */
    private static boolean rotateSigningKey(String... arguments) throws SQLException {
        try (ApplicationContext context = Application.configuration().args(arguments).build();
                Environment settings = context.getEnvironment().start()) {
            Optional<Database> database = Database.of(settings);
            if (database.isEmpty()) {
                System.out.println(KeyRotation.run(settings, Clock.systemUTC()).text());
                return true;
            }
            try (Connection connection = database.get().connect()) {
                connection.setAutoCommit(false);
                KeyRotation.Done done = KeyRotation.run(settings, Clock.systemUTC());
                System.out.println(done.text());
                Audit.appendWithin(
                        connection,
                        List.of(
                                AuditEvent.of(
                                        AuditAction.SIGNING_KEY_ROTATE,
                                        null,
                                        Origin.NONE,
                                        done.keyId(),
                                        null)));
                connection.commit();
            }
            return true;
        }
    }

    private static boolean train() {
        System.out.println(Training.run());
        return true;
    }

    private static boolean verifyAudit(VerifyAuditCommand command) throws SQLException {
        Database database = database("The embedded Postgres is not there without its service.");
        VerifyAuditCommand.Result result =
                command.execute(database.url(), database.user(), database.password());
        System.out.println(result.text());
        return result.isSound();
    }

    private static boolean makeCredential(CredentialCommand command) throws SQLException {
        Database database =
                database("The embedded Postgres has the demo organisation's credential.");
        System.out.println(command.execute(database.url(), database.user(), database.password()));
        return true;
    }

    /** From the settings alone; no bean is made. */
    private static Database database(String otherwise) {
        try (ApplicationContext context = Application.configuration().build();
                Environment settings = context.getEnvironment().start()) {
            return Database.of(settings)
                    .orElseThrow(
                            () -> new StartRefused("Set DATASOURCES_DEFAULT_URL. " + otherwise));
        }
    }

    /** The configured one. */
    private record Database(String url, String user, String password) {
        static Optional<Database> of(Environment settings) {
            return settings.getProperty(DATASOURCE + "url", String.class)
                    .map(url ->
                            new Database(
                                    url,
                                    setting(settings, "username"),
                                    setting(settings, "password")));
        }

        private static String setting(Environment settings, String name) {
            return settings.getProperty(DATASOURCE + name, String.class).orElse("");
        }

        Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }
}
