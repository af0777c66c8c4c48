package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.benchmark.FilledBooks.Words;
import global.pryzma.ledger.benchmark.LedgerFiller.Made;
import global.pryzma.ledger.testing.Sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Postgres' part of filled books: the rows that the service would have written with the ledger's.
 */
final class RowFiller implements AutoCloseable {
    /** The sweep may have found an account before, and made its row without words. */
    private static final String ACCOUNTS =
            """
            INSERT INTO account (organisation_id, id, program_id, type, ledger_number, name,
                metadata, created_at_nanos)
            SELECT ?, id, program, type, number, name, metadata::jsonb, at
            FROM unnest(?::uuid[], ?::uuid[], ?::integer[], ?::integer[], ?::text[], ?::text[],
                ?::bigint[]) AS made (id, program, type, number, name, metadata, at)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, metadata = excluded.metadata\
            """;

    private static final String PLACES =
            """
            INSERT INTO account_place (organisation_id, id)
            SELECT ?, id FROM unnest(?::uuid[]) AS id ON CONFLICT DO NOTHING\
            """;

    private static final String COUNT =
            """
            UPDATE account_place_count c
            SET taken = (SELECT count(*) FROM account_place p
                WHERE p.organisation_id = c.organisation_id)\
            """;

    private static final String WORDS =
            """
            WITH made AS (
                SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[],
                    ?::bigint[]) AS made (id, key, description, reference, metadata, at)),
            reserved AS (
                INSERT INTO reservation (organisation_id, kind, value, key, fingerprint)
                SELECT ?, 'transfer.reference', reference, key,
                    decode(repeat('01', 32), 'hex') FROM made)
            INSERT INTO transfer_text (organisation_id, id, description, reference, metadata,
                created_at_nanos)
            SELECT ?, id, description, reference, metadata::jsonb, at FROM made\
            """;

    private final FilledBooks books;
    private final Connection connection;

    RowFiller(String url, FilledBooks books) throws SQLException {
        this.books = books;
        this.connection = DriverManager.getConnection(url);
    }

    void accounts(Made made) throws SQLException {
        List<Integer> all = IntStream.range(made.first(), made.end()).boxed().toList();
        Array ids = array("uuid", all, n -> books.account(n).toUuid());
        execute(
                ACCOUNTS,
                books.organisation(),
                ids,
                array("uuid", all, books::program),
                array("integer", all, n -> books.type(n).code()),
                array("integer", all, n -> books.number(books.group(n))),
                array("text", all, n -> books.wordsOfAccount(n).text()),
                array("text", all, n -> books.wordsOfAccount(n).metadata()),
                array("bigint", all, made::timestamp));
        execute(PLACES, books.organisation(), ids);
    }

    /** The words of those that have any. */
    void transfers(Made made) throws SQLException {
        List<Integer> worded = new ArrayList<>();
        List<Words> words = new ArrayList<>();
        for (int n = made.first(); n < made.end(); n++) {
            Words its = books.words(n);
            if (!its.isNone()) {
                worded.add(n);
                words.add(its);
            }
        }
        List<Integer> places = IntStream.range(0, words.size()).boxed().toList();
        execute(
                WORDS,
                array("uuid", worded, n -> books.transfer(n).toUuid()),
                array("uuid", worded, books::transferKey),
                array("text", places, i -> words.get(i).text()),
                array("text", places, i -> words.get(i).reference()),
                array("text", places, i -> words.get(i).metadata()),
                array("bigint", worded, made::timestamp),
                books.organisation(),
                books.organisation());
    }

    /** When all rows are there. */
    void end() {
        Sql.run(connection, COUNT);
        Sql.run(
                connection,
                "VACUUM ANALYZE account, account_place, transfer_text, reservation,"
                        + " metadata_entry");
    }

    private Array array(String type, List<Integer> numbers, IntFunction<? extends Object> value)
            throws SQLException {
        return connection.createArrayOf(type, numbers.stream().map(value::apply).toArray());
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
