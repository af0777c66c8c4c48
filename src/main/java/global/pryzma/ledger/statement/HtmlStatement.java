package global.pryzma.ledger.statement;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.api.files.PackagedFile;
import global.pryzma.ledger.money.Currency;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/**
 * A statement as a page to be read, printed and kept: one file with its style inside, no script,
 * and nothing that it would load from anywhere.
 */
final class HtmlStatement implements StatementWriter {
    private static final String STYLE =
            new String(PackagedFile.read("statement/statement.css"), StandardCharsets.UTF_8);

    /** The page may have its own style and nothing else, whatever somebody wrote into a text. */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-%s'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
                    .formatted(sha256(STYLE));

    private final Statement statement;
    private final Currency currency;

    HtmlStatement(Statement statement) {
        this.statement = statement;
        this.currency = statement.currency();
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void begin(StringBuilder out) {
        Markup html = new Markup(out);
        html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width\">\n")
                .element("title", "Statement of " + title())
                .raw(
                        "\n<style>"
                                + STYLE
                                + "</style></head>\n<body><header><h1>Statement</h1>\n<dl>");
        fact(html, "Account", title(), "");
        if (statement.name() != null) {
            fact(html, "Id", statement.account().id().toString(), "id");
        }
        Period period = statement.period();
        fact(html, "Type", statement.account().type().wire(), "");
        fact(html, "Currency", currency.code(), "");
        fact(html, "From", moment(period.fromNanos()), "");
        fact(html, "To", moment(period.toNanos()), "");
        fact(html, "Made", moment(period.madeAtNanos()), "");
        html.raw("</dl></header>\n<main><table>\n<thead><tr><th scope=\"col\">Time (UTC)</th>")
                .raw("<th scope=\"col\">Entry</th><th scope=\"col\" class=\"amount\">Debit</th>")
                .raw("<th scope=\"col\" class=\"amount\">Credit</th>")
                .raw("<th scope=\"col\" class=\"amount\">Balance</th></tr></thead>\n<tbody>\n");
        html.raw("<tr class=\"edge\">");
        time(html, period.fromNanos());
        html.raw("<th scope=\"row\">Opening balance</th>");
        amounts(html, null, null, statement.openingBalance());
        html.raw("</tr>\n");
    }

    private String title() {
        return statement.name() == null ? "account " + statement.account().id() : statement.name();
    }

    private static void fact(Markup html, String name, String text, String kind) {
        html.raw("<div>").element("dt", name);
        html.raw("<dd class=\"" + kind + "\">").text(text).raw("</dd></div>\n");
    }

    @Override
    public void entry(Entry entry, StringBuilder out) {
        Markup html = new Markup(out);
        html.raw("<tr>");
        time(html, entry.createdAtNanos());
        html.raw("<td>");
        String description = entry.words().description();
        html.element("strong", description == null ? kind(entry) : description);
        html.raw("<div class=\"about\">");
        if (description != null) {
            html.element("span", kind(entry));
        }
        about(html, "reference", entry.words().reference());
        about(html, "with", entry.counterparty());
        about(html, "reverses", entry.reverses());
        about(html, "entry", entry.journalEntryId());
        about(html, "id", entry.transferId());
        html.raw("</div></td>");
        BigInteger amount = entry.amount().abs();
        amounts(
                html,
                entry.debit() ? amount : null,
                entry.debit() ? null : amount,
                entry.postedAfter());
        html.raw("</tr>\n");
    }

    private static String kind(Entry entry) {
        String kind = entry.kind().wire();
        return Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    }

    private static void about(Markup html, String name, @Nullable Object value) {
        if (value != null) {
            html.raw("<span>" + name + " <span class=\"")
                    .raw(value instanceof UUID ? "id" : "words")
                    .raw("\">")
                    .text(value.toString())
                    .raw("</span></span>");
        }
    }

    @Override
    public void end(StringBuilder out) {
        Markup html = new Markup(out);
        html.raw("</tbody>\n<tbody><tr class=\"edge\">");
        time(html, statement.period().toNanos());
        html.raw("<th scope=\"row\">Closing balance and totals</th>");
        amounts(
                html,
                statement.totalDebits(),
                statement.totalCredits(),
                statement.closingBalance());
        html.raw("</tr></tbody></table>\n<p class=\"end\">End of the statement. It has what was")
                .raw(" posted; holds are not on it.</p></main></body></html>\n");
    }

    private void amounts(
            Markup html,
            @Nullable BigInteger debit,
            @Nullable BigInteger credit,
            BigInteger balance) {
        amount(html, debit);
        amount(html, credit);
        amount(html, balance);
    }

    private void amount(Markup html, @Nullable BigInteger minorUnits) {
        html.raw("<td class=\"amount\">")
                .text(minorUnits == null ? "" : DecimalAmount.grouped(minorUnits, currency))
                .raw("</td>");
    }

    private static void time(Markup html, long nanos) {
        html.raw("<td class=\"time\"><time datetime=\"")
                .text(WireTime.of(nanos))
                .raw("\">")
                .text(second(nanos))
                .raw("</time></td>");
    }

    private static String moment(long nanos) {
        return second(nanos) + " UTC";
    }

    /** Where people read it; a page has the whole of it behind that. */
    private static String second(long nanos) {
        return WireTime.of(nanos).replace('T', ' ').replaceFirst("\\..*", "");
    }
}
