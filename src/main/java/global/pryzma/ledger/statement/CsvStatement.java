package global.pryzma.ledger.statement;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.money.Currency;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.UUID;

/**
 * A statement as RFC 4180: a row of names, one with the opening balance, one for each entry, and
 * one with the totals and the closing balance, by which it is seen to be whole. All rows have the
 * same columns, amounts in units of the currency.
 */
final class CsvStatement implements StatementWriter {
    private static final String COLUMNS =
            "row,time,kind,debit,credit,balance,currency,description,reference,"
                    + "counterparty_account_id,transfer_id,journal_entry_id,reverses\r\n";

    private final Statement statement;
    private final Currency currency;

    CsvStatement(Statement statement) {
        this.statement = statement;
        this.currency = statement.currency();
    }

    @Override
    public void begin(StringBuilder out) {
        out.append(COLUMNS);
        row(out, "opening", statement.period().fromNanos(), "");
        money(out, null, null, statement.openingBalance());
        noWords(out);
    }

    @Override
    public void entry(Entry entry, StringBuilder out) {
        row(out, "entry", entry.createdAtNanos(), entry.kind().wire());
        BigInteger amount = entry.amount().abs();
        money(
                out,
                entry.debit() ? amount : null,
                entry.debit() ? null : amount,
                entry.postedAfter());
        CsvCell.text(entry.words().description(), out);
        out.append(',');
        CsvCell.text(entry.words().reference(), out);
        id(entry.counterparty(), out);
        id(entry.transferId(), out);
        id(entry.journalEntryId(), out);
        id(entry.reverses(), out);
        out.append("\r\n");
    }

    @Override
    public void end(StringBuilder out) {
        row(out, "closing", statement.period().toNanos(), "");
        money(out, statement.totalDebits(), statement.totalCredits(), statement.closingBalance());
        noWords(out);
    }

    private static void row(StringBuilder out, String row, long nanos, String kind) {
        out.append(row).append(',').append(WireTime.of(nanos)).append(',').append(kind).append(',');
    }

    private void money(
            StringBuilder out,
            @Nullable BigInteger debit,
            @Nullable BigInteger credit,
            BigInteger balance) {
        amount(debit, out);
        amount(credit, out);
        amount(balance, out);
        out.append(currency.code()).append(',');
    }

    /** Numbers are written by us, and may begin with a minus: they are no formulas. */
    private void amount(@Nullable BigInteger minorUnits, StringBuilder out) {
        if (minorUnits != null) {
            out.append(DecimalAmount.of(minorUnits, currency));
        }
        out.append(',');
    }

    private static void id(@Nullable UUID id, StringBuilder out) {
        out.append(',');
        if (id != null) {
            out.append(id);
        }
    }

    private static void noWords(StringBuilder out) {
        out.append(",,,,,\r\n");
    }
}
