package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.AccountSides;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.AsOf;
import global.pryzma.ledger.ledger.HistoricBalance;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.ReadingOrder;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.money.Amount;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is read of one account: its transfers, and its balances after them. */
class AccountReadingsTest {
    private static final int SHOWN = 1;
    private static final int HIDDEN = 2;

    @TempDir private Path folder;
    private LedgerOnReplica parts;
    private TigerBeetleLedger ledger;
    private LedgerId account;
    private LedgerId other;

    @BeforeEach
    void start() throws IOException {
        parts = LedgerOnReplica.in(folder);
        ledger = parts.ledger();
        account = LedgerEvents.id();
        other = LedgerEvents.id();
        List<AccountFields> accounts =
                List.of(
                        LedgerEvents.account(account, AccountFlags.HISTORY),
                        LedgerEvents.account(other, 0));
        assertThat(LedgerEvents.answered(ledger.createAccounts(accounts, LedgerEvents.patient())))
                .allMatch(EventResult::created);
    }

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void balancesHaveOneRowForEachTransferThatTheSameQueryFinds() {
        LedgerId hold = LedgerEvents.id();
        List<Long> at =
                made(
                        row(LedgerEvents.id(), other, account, 100, LedgerId.NONE, SHOWN, 0),
                        row(hold, account, other, 30, LedgerId.NONE, SHOWN, TransferFlags.PENDING),
                        row(LedgerEvents.id(), account, other, 1, LedgerId.NONE, HIDDEN, 0),
                        row(
                                LedgerEvents.id(),
                                account,
                                other,
                                20,
                                hold,
                                SHOWN,
                                TransferFlags.POST_PENDING),
                        row(LedgerEvents.id(), other, account, 5, LedgerId.NONE, SHOWN, 0));

        assertThat(balances(SHOWN, AccountSides.BOTH, TimeRange.ALWAYS, ReadingOrder.OLDEST_FIRST))
                .as("of the code that is asked for, with what all codes have made of them")
                .containsExactly(
                        balance(0, 100, at.get(0)),
                        balance(0, 100, at.get(1)),
                        balance(21, 100, at.get(3)),
                        balance(21, 105, at.get(4)));
        assertThat(balances(SHOWN, AccountSides.DEBIT, TimeRange.ALWAYS, ReadingOrder.NEWEST_FIRST))
                .containsExactly(balance(21, 100, at.get(3)), balance(0, 100, at.get(1)));
        assertThat(
                        balances(
                                SHOWN,
                                AccountSides.CREDIT,
                                new TimeRange(at.get(0) + 1, at.get(4) + 1),
                                ReadingOrder.OLDEST_FIRST))
                .containsExactly(balance(21, 105, at.get(4)));

        for (AccountSides sides : AccountSides.values()) {
            for (ReadingOrder order : ReadingOrder.values()) {
                TimeRange range = new TimeRange(at.get(1), at.get(4));
                List<LedgerTransfer> transfers =
                        LedgerEvents.answered(
                                ledger.accountTransfers(
                                        query(0, sides, range, order), LedgerEvents.patient()));
                assertThat(balances(0, sides, range, order))
                        .extracting(HistoricBalance::timestamp)
                        .isEqualTo(transfers.stream().map(LedgerTransfer::timestamp).toList());
            }
        }
    }

    @Test
    void theMomentOfTheAnswerIsAfterAllThatItHas() {
        assertThat(asOf(TimeRange.ALWAYS).value()).isEmpty();
        long before = asOf(TimeRange.ALWAYS).timestamp();
        long made =
                made(row(LedgerEvents.id(), other, account, 1, LedgerId.NONE, SHOWN, 0)).getFirst();
        AsOf<List<HistoricBalance>> after = asOf(TimeRange.before(made + 1));
        assertThat(before).isPositive().isLessThan(made);
        assertThat(after.timestamp()).isGreaterThanOrEqualTo(made);
        assertThat(after.value()).hasSize(1);
    }

    @Test
    void anAccountWithoutHistoryHasNone() {
        made(row(LedgerEvents.id(), account, other, 1, LedgerId.NONE, SHOWN, 0));
        AccountTransfersQuery query = new AccountTransfersQuery(other, SHOWN, 0, 10);
        assertThat(
                        LedgerEvents.answered(ledger.accountBalances(query, LedgerEvents.patient()))
                                .value())
                .isEmpty();
    }

    @Test
    void thereIsNoMomentOfNothing() {
        TimeRange nothing = new TimeRange(7, 7);
        AccountTransfersQuery query = new AccountTransfersQuery(account, SHOWN, nothing, 1);
        assertThatThrownBy(() -> ledger.accountBalances(query, LedgerEvents.patient()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(LedgerEvents.answered(ledger.accountTransfers(query, LedgerEvents.patient())))
                .isEmpty();
    }

    private AsOf<List<HistoricBalance>> asOf(TimeRange range) {
        return LedgerEvents.answered(
                ledger.accountBalances(
                        query(SHOWN, AccountSides.BOTH, range, ReadingOrder.NEWEST_FIRST),
                        LedgerEvents.patient()));
    }

    private List<HistoricBalance> balances(
            int code, AccountSides sides, TimeRange range, ReadingOrder order) {
        return LedgerEvents.answered(
                        ledger.accountBalances(
                                query(code, sides, range, order), LedgerEvents.patient()))
                .value();
    }

    private AccountTransfersQuery query(
            int code, AccountSides sides, TimeRange range, ReadingOrder order) {
        return new AccountTransfersQuery(account, code, sides, range, order, 10);
    }

    private static HistoricBalance balance(long debits, long credits, long timestamp) {
        return new HistoricBalance(Amount.of(debits), Amount.of(credits), timestamp);
    }

    /** Makes these, and says when. */
    private List<Long> made(TransferFields... transfers) {
        List<EventResult> results =
                LedgerEvents.answered(
                        ledger.createTransfers(List.of(transfers), LedgerEvents.patient()));
        assertThat(results).allMatch(EventResult::created);
        return results.stream().map(EventResult::timestamp).toList();
    }

    private static TransferFields row(
            LedgerId id,
            LedgerId debit,
            LedgerId credit,
            long amount,
            LedgerId hold,
            int code,
            int flags) {
        return new TransferFields(
                id,
                debit,
                credit,
                Amount.of(amount),
                hold,
                LedgerId.NONE,
                1,
                1,
                0,
                LedgerEvents.LEDGER,
                code,
                flags);
    }
}
