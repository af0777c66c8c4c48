package global.pryzma.ledger.organisation;

import global.pryzma.ledger.security.AddressRange;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.Ended;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.security.StandingList;
import global.pryzma.ledger.security.StandingSource;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;

import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

/** The {@link StandingList} as the tables have it, in one query. */
@Singleton
final class StoredStandings implements StandingSource {
    /** Ended credentials are told for two days: no token holds for longer than one. */
    private static final String QUERY =
            """
            SELECT 'suspended', id::text, '' FROM organisation_now WHERE status = 'suspended'
            UNION ALL
            SELECT 'revoked', client_id, '' FROM credential WHERE revoked_at > now() - interval '2 days'
            UNION ALL
            SELECT 'expired', client_id, '' FROM credential
            WHERE expires_at <= now() AND expires_at > now() - interval '2 days' AND revoked_at IS NULL
            UNION ALL
            SELECT 'restricted', client_id, networks FROM credential
            WHERE networks IS NOT NULL AND revoked_at IS NULL
            UNION ALL
            SELECT 'limited', client_id, rate_limit::text FROM credential
            WHERE rate_limit IS NOT NULL AND revoked_at IS NULL
            UNION ALL
            SELECT 'client', client_id, organisation_id::text || ' ' || scopes FROM credential
            WHERE external AND revoked_at IS NULL AND coalesce(expires_at > now(), true)
            UNION ALL
            SELECT 'requests', organisation_id::text, most::text FROM (
                SELECT DISTINCT ON (organisation_id) organisation_id, most FROM organisation_limit
                WHERE kind = 'requests_in_flight' ORDER BY organisation_id, sequence DESC) latest
            WHERE most IS NOT NULL\
            """;

    private final DataSource pool;

    StoredStandings(DataSource pool) {
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
    }

    @Override
    public StandingList read() {
        Set<UUID> suspended = new HashSet<>();
        Map<String, Ended> ended = new HashMap<>();
        Map<String, List<AddressRange>> networks = new HashMap<>();
        Map<String, Integer> rates = new HashMap<>();
        Map<String, Caller> clients = new HashMap<>();
        Map<UUID, Integer> requests = new HashMap<>();
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(QUERY);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String id = rows.getString(2);
                switch (rows.getString(1)) {
                    case "suspended" -> suspended.add(UUID.fromString(id));
                    case "revoked" -> ended.put(id, Ended.REVOKED);
                    case "expired" -> ended.put(id, Ended.EXPIRED);
                    case "limited" -> rates.put(id, Integer.valueOf(rows.getString(3)));
                    case "client" -> clients.put(id, client(id, rows.getString(3)));
                    case "requests" ->
                            requests.put(UUID.fromString(id), Integer.valueOf(rows.getString(3)));
                    default -> networks.put(id, Networks.ofColumn(rows.getString(3)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Postgres did not tell who may not act", e);
        }
        return new StandingList(suspended, ended, networks, rates, clients, requests);
    }

    /**
     * @param terms organisation and scopes, with spaces between
     */
    private static Caller client(String id, String terms) {
        int space = terms.indexOf(' ');
        return new Caller(
                UUID.fromString(terms.substring(0, space)),
                id,
                Scope.parseAll(terms.substring(space + 1)));
    }
}
