package global.pryzma.ledger.search;

import global.pryzma.ledger.postgres.rows.SqlParameters;
import global.pryzma.ledger.search.Found.Candidate;

import io.micronaut.transaction.TransactionOperations;

import jakarta.inject.Singleton;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The search for rows by several criteria. The first of them that an index serves leads to rows,
 * and of these the others are sorted out, so that it costs the same however rare, or frequent, what
 * is asked for is.
 */
@Singleton
public final class RowSearch {
    /** The most rows that one look is at. */
    public static final int LOOKED_THROUGH = 1_000;

    private final TransactionOperations<Connection> transactions;

    RowSearch(TransactionOperations<Connection> transactions) {
        this.transactions = transactions;
    }

    /** How many rows have to be looked at for a page: more than it has, if some are sorted out. */
    public static int rowsFor(List<Criterion> criteria, int limit) {
        return criteria.size() == 1 && criteria.getFirst().lead() instanceof Lead.Newest
                ? limit + 1
                : LOOKED_THROUGH;
    }

    /**
     * Looks at rows of an organisation before a position.
     *
     * @param criteria in the order in which they are to lead
     * @param limit how many rows are looked at, at most {@link #LOOKED_THROUGH}
     */
    public Found look(
            ListedTable table,
            UUID organisation,
            List<Criterion> criteria,
            long before,
            int limit) {
        String columns =
                Stream.concat(Stream.of("true"), criteria.stream().map(Criterion::condition))
                        .collect(
                                Collectors.joining(
                                        " AND ",
                                        "id, %s, organisation_id, ".formatted(table.position()),
                                        ""));
        List<Object> asked =
                criteria.stream().flatMap(criterion -> criterion.values().stream()).toList();
        return transactions.executeRead(status -> {
            Connection connection = status.getConnection();
            for (Lead lead : leads(table, organisation, criteria)) {
                String sql = "SELECT %s FROM (%s) AS looked".formatted(columns, lead.sql());
                List<Object> values = new ArrayList<>(asked);
                values.addAll(lead.values());
                switch (lead) {
                    case Lead.Newest _ -> {
                        values.addAll(List.of(before, limit));
                        Read read = read(connection, sql, values, organisation);
                        return new Found(read.own(), read.count() < limit || read.own().isEmpty());
                    }
                    case Lead.IfFew _ -> {
                        values.add(LOOKED_THROUGH + 1);
                        Read read = read(connection, sql, values, organisation);
                        if (read.count() <= LOOKED_THROUGH) {
                            return new Found(before(read.own(), before), true);
                        }
                    }
                }
            }
            throw new IllegalStateException("an organisation's rows are always led to");
        });
    }

    private static List<Lead> leads(
            ListedTable table, UUID organisation, List<Criterion> criteria) {
        List<Lead> leads = new ArrayList<>();
        for (Criterion criterion : criteria) {
            if (criterion.lead() != null) {
                leads.add(criterion.lead());
            }
        }
        leads.add(table.ofOrganisation(organisation));
        return leads;
    }

    private static List<Candidate> before(List<Candidate> rows, long position) {
        return rows.stream().filter(row -> row.position() < position).toList();
    }

    /**
     * What was read.
     *
     * @param own those of the organisation: who asks for what another's things have is led to
     *     these, and is to see nothing of them, not even that there are more
     */
    private record Read(List<Candidate> own, int count) {}

    private static Read read(
            Connection connection, String sql, List<Object> values, UUID organisation)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            SqlParameters.set(query, values.toArray());
            List<Candidate> own = new ArrayList<>();
            int count = 0;
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    count++;
                    if (rows.getObject(3, UUID.class).equals(organisation)) {
                        own.add(
                                new Candidate(
                                        rows.getObject(1, UUID.class),
                                        rows.getLong(2),
                                        rows.getBoolean(4)));
                    }
                }
            }
            // No query has to keep the order of what it is made from.
            own.sort(Comparator.comparingLong(Candidate::position).reversed());
            return new Read(own, count);
        }
    }
}
