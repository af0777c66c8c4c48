package global.pryzma.ledger.transfer;

import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.Cursors;
import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The reading of transfers: the ledger's rows, with their words from Postgres. */
@Singleton
final class ReadTransfers {
    private final Ledger ledger;
    private final Accounts accounts;
    private final LedgerNumbers ledgerNumbers;
    private final TransferTextRows texts;
    private final Cursors cursors;

    ReadTransfers(
            Ledger ledger,
            Accounts accounts,
            LedgerNumbers ledgerNumbers,
            TransferTextRows texts,
            Cursors cursors) {
        this.ledger = ledger;
        this.accounts = accounts;
        this.ledgerNumbers = ledgerNumbers;
        this.texts = texts;
        this.cursors = cursors;
    }

    TransferResponse one(UUID id, LedgerCall call) {
        return LedgerReadings.answered(ledger.lookupTransfers(List.of(LedgerId.of(id)), call))
                .stream()
                .filter(transfer -> isOf(call.organisation(), transfer))
                .filter(row -> row.transfer().code() == TransferKind.TRANSFER.code())
                .map(transfer -> withText(List.of(transfer)).getFirst())
                .findFirst()
                .orElseThrow(() -> notFound("there is no such transfer"));
    }

    Page<TransferResponse> ofAccount(UUID accountId, PageRequest request, LedgerCall call) {
        if (accounts.find(call, accountId).isEmpty()) {
            throw notFound("there is no such account");
        }
        String list = "transfers of account " + accountId;
        long before =
                request.cursor()
                        .map(cursor -> cursors.timestamp(call.organisation(), list, cursor))
                        .orElse(0L);
        List<LedgerTransfer> found =
                LedgerReadings.answered(
                        ledger.accountTransfers(
                                new AccountTransfersQuery(
                                        LedgerId.of(accountId),
                                        TransferKind.TRANSFER.code(),
                                        before,
                                        request.limit() + 1),
                                call));
        return Page.of(
                        found,
                        request.limit(),
                        last -> cursors.after(call.organisation(), list, last.timestamp()))
                .map(this::withText);
    }

    private boolean isOf(UUID organisation, LedgerTransfer transfer) {
        return ledgerNumbers
                .find(transfer.transfer().ledger())
                .filter(number -> number.organisation().equals(organisation))
                .isPresent();
    }

    private List<TransferResponse> withText(List<LedgerTransfer> transfers) {
        if (transfers.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = transfers.stream().map(row -> row.transfer().id().toUuid()).toList();
        Map<UUID, TransferTextRow> found =
                texts.find(ids).stream()
                        .collect(Collectors.toMap(TransferTextRow::id, Function.identity()));
        return transfers.stream()
                .map(row ->
                        TransferResponse.of(
                                row,
                                number(row).currency(),
                                found.get(row.transfer().id().toUuid())))
                .toList();
    }

    private LedgerNumber number(LedgerTransfer row) {
        return ledgerNumbers.find(row.transfer().ledger()).orElseThrow();
    }

    private static ProblemException notFound(String detail) {
        return ProblemException.of(ProblemCode.NOT_FOUND, detail);
    }
}
