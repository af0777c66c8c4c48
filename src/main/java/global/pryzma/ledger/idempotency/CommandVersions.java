package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Fingerprint;

/**
 * The forms of a command in the versions of its mutation, and the one place that refuses a version
 * that this service does not know: a newer version's row must be left to a newer version.
 */
final class CommandVersions {
    private CommandVersions() {}

    /** The stored command; throws IllegalArgumentException for what can't be read here. */
    static <C extends Command> C decode(Mutation<C> mutation, int encodingVersion, byte[] encoded) {
        check(mutation, encodingVersion);
        CommandReader reader = CommandReader.of(encoded);
        C command = mutation.decode(encodingVersion, reader);
        reader.end();
        return command;
    }

    /**
     * What this version of the service makes of the content; throws IllegalArgumentException for
     * one that is not known here.
     *
     * @param content in the form of the mutation's own version
     */
    static Fingerprint fingerprint(Mutation<?> mutation, int encodingVersion, byte[] content) {
        check(mutation, encodingVersion);
        return Fingerprint.of(
                mutation.operation(),
                encodingVersion == mutation.encodingVersion()
                        ? content
                        : mutation.contentOfVersion(encodingVersion, content));
    }

    private static void check(Mutation<?> mutation, int encodingVersion) {
        if (encodingVersion < 1 || encodingVersion > mutation.encodingVersion()) {
            throw new IllegalArgumentException(
                    mutation.operation() + ": unknown encoding version " + encodingVersion);
        }
    }
}
