package global.pryzma.ledger.audit;

import global.pryzma.ledger.operations.StartRefused;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command {@code verify-audit}: reads the whole audit, in one snapshot, and tells of each day
 * what is wrong. It needs the database alone, and the right to read that table.
 *
 * @param known hashes of rows by their number, as an earlier run has told them
 */
public record VerifyAuditCommand(Map<Long, byte[]> known) {
    /** The first argument that asks for it. */
    public static final String NAME = "verify-audit";

    private static final String USAGE = "verify-audit [--known=<row>:<hash>]…";
    private static final Pattern KNOWN =
            Pattern.compile("--known=([1-9][0-9]{0,17}):([0-9a-f]{64})");
    private static final int FETCHED_AT_ONCE = 1_000;

    public VerifyAuditCommand {
        known = Map.copyOf(known);
    }

    /**
     * The command that the arguments after its name ask for.
     *
     * @throws StartRefused for anything else, with the usage
     */
    public static VerifyAuditCommand of(List<String> arguments) {
        Map<Long, byte[]> known = new HashMap<>();
        for (String argument : arguments) {
            Matcher point = KNOWN.matcher(argument);
            if (!point.matches()) {
                throw new StartRefused("What is " + argument + "? Usage: " + USAGE);
            }
            known.put(Long.valueOf(point.group(1)), HexFormat.of().parseHex(point.group(2)));
        }
        return new VerifyAuditCommand(known);
    }

    /**
     * What came of it.
     *
     * @param isSound whether the audit is in order
     * @param text for people
     */
    public record Result(boolean isSound, String text) {}

    public Result execute(String url, String user, String password) throws SQLException {
        AuditVerification verification = new AuditVerification(known);
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false); // else all rows would come at once
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT " + AuditRow.COLUMNS + " FROM audit_event ORDER BY sequence")) {
                query.setFetchSize(FETCHED_AT_ONCE);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        verification.next(AuditRow.read(rows));
                    }
                }
            }
        }
        AuditVerification.Result result = verification.end();
        return new Result(result.isSound(), String.join("\n", result.lines()));
    }
}
