package global.pryzma.ledger.organisation;

import static global.pryzma.ledger.postgres.rows.SqlParameters.update;

import global.pryzma.ledger.audit.Audit;
import global.pryzma.ledger.audit.AuditAction;
import global.pryzma.ledger.audit.AuditEvent;
import global.pryzma.ledger.operations.StartRefused;
import global.pryzma.ledger.security.Origin;
import global.pryzma.ledger.security.Scope;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The command {@code credential}: makes a credential in the database, for the first operator, who
 * has nobody to ask for one, and for whoever has locked himself out. It needs the database alone,
 * with the tables that the service has made at its first start.
 *
 * @param organisation the id of one that is there, or a name: of the one that has it, or of a new
 *     one
 * @param externalClient the id of a client of the external issuer, which has no secret here; null
 *     for one that is made
 */
public record CredentialCommand(
        String organisation, Set<Scope> scopes, @Nullable String externalClient) {
    /** The first argument that asks for it. */
    public static final String NAME = "credential";

    private static final String USAGE =
            "credential --organisation=<id or name> --scopes=<scope>,<scope>"
                    + " [--client-id=<of the external issuer>]";

    private static final int NAME_MAX = 200;

    /**
     * The command that the arguments after its name ask for.
     *
     * @throws StartRefused for anything else, with the usage
     */
    public static CredentialCommand of(List<String> arguments) {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--")
                    || equals < 0
                    || options.put(argument.substring(2, equals), argument.substring(equals + 1))
                            != null) {
                throw new StartRefused("What is " + argument + "? Usage: " + USAGE);
            }
        }
        String organisation = options.remove("organisation");
        String scopes = options.remove("scopes");
        String client = options.remove("client-id");
        if (organisation == null
                || scopes == null
                || client != null && !ClientIds.isOne(client)
                || !options.isEmpty()
                || organisation.isBlank()
                || organisation.codePointCount(0, organisation.length()) > NAME_MAX) {
            throw new StartRefused("Usage: " + USAGE);
        }
        return new CredentialCommand(organisation, scopes(scopes), client);
    }

    private static Set<Scope> scopes(String text) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : text.split("[, ]")) {
            scopes.add(
                    Scope.parse(name)
                            .orElseThrow(() ->
                                    new StartRefused(
                                            "There is no scope '%s'. There are: %s"
                                                    .formatted(
                                                            name,
                                                            Scope.format(
                                                                    EnumSet.allOf(Scope.class))))));
        }
        return scopes;
    }

    /**
     * Makes the credential; gives back the text that shows it, with its secret, this once.
     *
     * @throws StartRefused if several organisations have the name, or none the id, or another
     *     credential has the client id
     */
    public String execute(String url, String user, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            connection.setAutoCommit(false);
            UUID owner = owner(connection);
            String made =
                    externalClient == null
                            ? makeSecret(connection, owner)
                            : register(connection, owner, externalClient);
            connection.commit();
            return """
            organisation_id=%s
            %s
            scopes=%s\
            """
                    .formatted(owner, made, Scope.format(scopes));
        }
    }

    private String makeSecret(Connection connection, UUID owner) throws SQLException {
        String clientId = UUID.randomUUID().toString();
        String secret = Secret.random();
        update(
                connection,
                "INSERT INTO credential (client_id, organisation_id, secret_hash, scopes)"
                        + " VALUES (?, ?, ?, ?)",
                clientId,
                owner,
                Secret.hash(secret),
                Scope.format(scopes));
        note(connection, owner, clientId);
        return "client_id=" + clientId + "\nclient_secret=" + secret;
    }

    private String register(Connection connection, UUID owner, String clientId)
            throws SQLException {
        int registered =
                update(
                        connection,
                        "INSERT INTO credential (client_id, organisation_id, secret_hash, external,"
                                + " scopes) VALUES (?, ?, ?, true, ?) ON CONFLICT DO NOTHING",
                        clientId,
                        owner,
                        Secret.none(),
                        Scope.format(scopes));
        if (registered == 0) {
            throw new StartRefused("The client id " + clientId + " has a credential already.");
        }
        note(connection, owner, clientId);
        return "client_id=" + clientId;
    }

    private static void note(Connection connection, UUID owner, String clientId)
            throws SQLException {
        Audit.appendWithin(
                connection,
                List.of(
                        AuditEvent.of(
                                AuditAction.CREDENTIAL_CREATE,
                                null,
                                Origin.NONE,
                                clientId,
                                owner)));
    }

    private UUID owner(Connection connection) throws SQLException {
        // Of two commands at once one makes the organisation.
        update(connection, "LOCK TABLE organisation IN SHARE ROW EXCLUSIVE MODE");
        Optional<UUID> id = id();
        List<UUID> found =
                id.isPresent()
                        ? ids(connection, "SELECT id FROM organisation_now WHERE id = ?", id.get())
                        : ids(
                                connection,
                                "SELECT id FROM organisation_now WHERE name = ? LIMIT 2",
                                organisation);
        if (found.size() > 1) {
            throw new StartRefused("Several organisations have this name: give the id.");
        }
        if (found.isEmpty() && id.isPresent()) {
            throw new StartRefused("There is no organisation " + organisation + ".");
        }
        if (!found.isEmpty()) {
            return found.getFirst();
        }
        UUID made = UUID.randomUUID();
        update(connection, "INSERT INTO organisation (id, name) VALUES (?, ?)", made, organisation);
        return made;
    }

    private Optional<UUID> id() {
        try {
            UUID id = UUID.fromString(organisation);
            return organisation.equalsIgnoreCase(id.toString())
                    ? Optional.of(id)
                    : Optional.empty();
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    private static List<UUID> ids(Connection connection, String sql, Object parameter)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            List<UUID> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
            return ids;
        }
    }
}
