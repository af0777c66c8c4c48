package global.pryzma.ledger;

import global.pryzma.ledger.operations.StartRefused;
import global.pryzma.ledger.organisation.CredentialCommand;
import global.pryzma.ledger.security.KeyRotation;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/**
 * What the program does when its first argument is the name of a command instead of a setting: that
 * alone, with the service's configuration and without the service.
 */
final class Command {
    private static final String DATASOURCE = "datasources.default.";

    private Command() {}

    /** Whether the arguments ask for a command. */
    static boolean isIn(String... arguments) {
        return arguments.length > 0
                && (arguments[0].equals(CredentialCommand.NAME)
                        || arguments[0].equals(KeyRotation.COMMAND));
    }

    /** Carries it out; what it prints is its result. */
    static void execute(String... arguments) throws SQLException {
        if (arguments[0].equals(KeyRotation.COMMAND)) {
            rotateSigningKey(arguments);
        } else {
            makeCredential(arguments);
        }
    }

    private static void rotateSigningKey(String... arguments) {
        try (ApplicationContext context = Application.configuration().args(arguments).build();
                Environment settings = context.getEnvironment().start()) {
            System.out.println(KeyRotation.run(settings, Clock.systemUTC()));
        }
    }

    private static void makeCredential(String... arguments) throws SQLException {
        List<String> options = Arrays.asList(arguments).subList(1, arguments.length);
        CredentialCommand command = CredentialCommand.of(options);
        // The settings alone; no bean is made.
        try (ApplicationContext context = Application.configuration().build();
                Environment settings = context.getEnvironment().start()) {
            String url =
                    settings.getProperty(DATASOURCE + "url", String.class)
                            .orElseThrow(() ->
                                    new StartRefused(
                                            "Set DATASOURCES_DEFAULT_URL. The embedded Postgres has"
                                                    + " the demo organisation's credential."));
            System.out.println(
                    command.execute(
                            url,
                            settings.getProperty(DATASOURCE + "username", String.class).orElse(""),
                            settings.getProperty(DATASOURCE + "password", String.class)
                                    .orElse("")));
        }
    }
}
