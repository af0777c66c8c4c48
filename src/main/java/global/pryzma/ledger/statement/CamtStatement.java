package global.pryzma.ledger.statement;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.money.Currency;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A statement as ISO 20022 has it: {@code camt.053.001.08}. Its debits and credits are the
 * ledger's: a balance is a debit where more has been debited than credited, whatever the account's
 * type. Ids are written without hyphens, because those of an account have at most 34 characters
 * there.
 */
final class CamtStatement implements StatementWriter {
    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";
    private static final String ISSUER = "pryzma";

    private final Statement statement;
    private final Currency currency;

    /**
     * @param statement one that {@link CamtLimits} has nothing against
     */
    CamtStatement(Statement statement) {
        this.statement = statement;
        this.currency = statement.currency();
    }

    @Override
    public void begin(StringBuilder out) {
        Period period = statement.period();
        String made = WireTime.of(period.madeAtNanos());
        Markup xml = new Markup(out);
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .raw("<Document xmlns=\"" + NAMESPACE + "\"><BkToCstmrStmt>\n")
                .begin("GrpHdr")
                .element("MsgId", id())
                .element("CreDtTm", made)
                .raw("</GrpHdr>\n<Stmt>")
                .element("Id", id())
                .element("CreDtTm", made)
                .begin("FrToDt")
                .element("FrDtTm", WireTime.of(period.fromNanos()))
                .element("ToDtTm", WireTime.of(period.toNanos()))
                .end("FrToDt")
                .begin("Acct");
        account(xml, statement.account().id()).element("Ccy", currency.code());
        if (statement.name() != null) {
            xml.element("Nm", CamtText.upTo(CamtText.NAME_MAX, statement.name()));
        }
        xml.raw("</Acct>\n");
        balance(xml, "OPBD", statement.opening(), period.fromNanos());
        balance(xml, "CLBD", statement.closing(), period.toNanos());
        summary(xml);
    }

    /** The same account and period have the same id, however often they are asked for. */
    private String id() {
        Period period = statement.period();
        String of = statement.account().id() + " " + period.fromNanos() + " " + period.toNanos();
        return plain(UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)));
    }

    private static String plain(UUID id) {
        return id.toString().replace("-", "");
    }

    private static Markup account(Markup xml, UUID id) {
        return xml.begin("Id").begin("Othr").element("Id", plain(id)).end("Othr").end("Id");
    }

    private void balance(Markup xml, String type, PostedBalance posted, long atNanos) {
        xml.raw("<Bal><Tp><CdOrPrtry>").element("Cd", type).raw("</CdOrPrtry></Tp>");
        BigInteger credits =
                posted.credits().toBigInteger().subtract(posted.debits().toBigInteger());
        amount(xml, credits.abs());
        direction(xml, credits.signum() < 0);
        xml.begin("Dt").element("DtTm", WireTime.of(atNanos)).raw("</Dt></Bal>\n");
    }

    private void summary(Markup xml) {
        BigInteger debits = statement.totalDebits();
        BigInteger credits = statement.totalCredits();
        BigInteger net = credits.subtract(debits);
        xml.raw("<TxsSummry><TtlNtries>")
                .element("Sum", decimal(debits.add(credits)))
                .begin("TtlNetNtry")
                .element("Amt", decimal(net.abs()));
        direction(xml, net.signum() < 0);
        xml.raw("</TtlNetNtry></TtlNtries><TtlCdtNtries>")
                .element("Sum", decimal(credits))
                .raw("</TtlCdtNtries><TtlDbtNtries>")
                .element("Sum", decimal(debits))
                .raw("</TtlDbtNtries></TxsSummry>\n");
    }

    @Override
    public void entry(Entry entry, StringBuilder out) {
        Markup xml = new Markup(out);
        xml.begin("Ntry");
        amount(xml, entry.amount().abs());
        direction(xml, entry.debit());
        if (entry.kind() == EntryKind.REVERSAL) {
            xml.element("RvslInd", "true");
        }
        xml.raw("<Sts><Cd>BOOK</Cd></Sts><BookgDt>")
                .element("DtTm", WireTime.of(entry.createdAtNanos()))
                .end("BookgDt")
                .element("AcctSvcrRef", plain(entry.transferId()))
                .raw("<BkTxCd><Prtry>")
                .element("Cd", entry.kind().wire())
                .element("Issr", ISSUER)
                .raw("</Prtry></BkTxCd><NtryDtls><TxDtls><Refs>");
        references(xml, entry);
        xml.end("Refs");
        counterparty(xml, entry);
        String reference = entry.words().reference();
        if (reference != null && !CamtText.isReference(reference)) {
            xml.element("AddtlTxInf", CamtText.upTo(CamtText.TEXT_MAX, reference));
        }
        xml.raw("</TxDtls></NtryDtls>");
        String description = entry.words().description();
        if (description != null) {
            xml.element("AddtlNtryInf", CamtText.upTo(CamtText.TEXT_MAX, description));
        }
        xml.raw("</Ntry>\n");
    }

    private static void references(Markup xml, Entry entry) {
        String reference = entry.words().reference();
        if (reference != null && CamtText.isReference(reference)) {
            xml.element("EndToEndId", reference);
        }
        xml.element("TxId", plain(entry.transferId()));
        related(xml, "journal_entry_id", entry.journalEntryId());
        related(xml, "pending_transfer_id", entry.pendingTransferId());
        related(xml, "reverses", entry.reverses());
    }

    private static void related(Markup xml, String type, @Nullable UUID id) {
        if (id != null) {
            xml.begin("Prtry").element("Tp", type).element("Ref", plain(id)).end("Prtry");
        }
    }

    /** Whoever is debited is the debtor, and the account itself is the other one. */
    private static void counterparty(Markup xml, Entry entry) {
        if (entry.counterparty() != null) {
            String role = entry.debit() ? "CdtrAcct" : "DbtrAcct";
            xml.begin("RltdPties").begin(role);
            account(xml, entry.counterparty()).end(role).end("RltdPties");
        }
    }

    @Override
    public void end(StringBuilder out) {
        out.append("</Stmt></BkToCstmrStmt></Document>\n");
    }

    private void amount(Markup xml, BigInteger minorUnits) {
        xml.raw("<Amt Ccy=\"")
                .text(currency.code())
                .raw("\">")
                .text(decimal(minorUnits))
                .end("Amt");
    }

    private static void direction(Markup xml, boolean debit) {
        xml.element("CdtDbtInd", debit ? "DBIT" : "CRDT");
    }

    private String decimal(BigInteger minorUnits) {
        return DecimalAmount.of(minorUnits, currency);
    }
}
