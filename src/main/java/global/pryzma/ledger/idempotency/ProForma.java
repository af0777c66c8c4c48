package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.CompanionIds;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.ProblemException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The books as they would be after transfers that nobody makes: the balances as they are, and what
 * those add to them. They are read before the transfers are judged: a hold that is found open then
 * is among them, as what is to be taken from them.
 */
final class ProForma {
    private static final int RESOLUTION = TransferFlags.POST_PENDING | TransferFlags.VOID_PENDING;

    private final Map<LedgerId, TransferFields> holds;
    private final Map<LedgerId, LedgerAccount> accounts;

    private ProForma(Map<LedgerId, TransferFields> holds, Map<LedgerId, LedgerAccount> accounts) {
        this.holds = holds;
        this.accounts = accounts;
    }

    /**
     * The books of the accounts that these transfers move money of, without the service's own.
     *
     * @throws ProblemException when the ledger doesn't answer
     */
    static ProForma read(List<TransferFields> transfers, Ledger ledger, LedgerCall call) {
        Map<LedgerId, TransferFields> holds = new HashMap<>();
        transfers.stream()
                .filter(it -> (it.flags() & TransferFlags.PENDING) != 0)
                .forEach(it -> holds.put(it.id(), it));
        Set<LedgerId> earlier =
                transfers.stream()
                        .map(TransferFields::pendingId)
                        .filter(id -> !id.isNone() && !holds.containsKey(id))
                        .collect(Collectors.toSet());
        inMessages(earlier, ledger, ids -> ledger.lookupTransfers(ids, call))
                .forEach(hold -> holds.put(hold.transfer().id(), hold.transfer()));
        Set<LedgerId> touched =
                transfers.stream()
                        .map(it -> holds.getOrDefault(it.pendingId(), it))
                        .flatMap(it -> Stream.of(it.debitAccountId(), it.creditAccountId()))
                        .filter(CompanionIds::areOf) // what was derived from a key is a client's
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<LedgerId, LedgerAccount> accounts = new LinkedHashMap<>();
        inMessages(touched, ledger, ids -> ledger.lookupAccounts(ids, call))
                .forEach(account -> accounts.put(account.account().id(), account));
        return new ProForma(holds, accounts);
    }

    private static <R> List<R> inMessages(
            Collection<LedgerId> wanted,
            Ledger ledger,
            Function<List<LedgerId>, Reading<List<R>>> lookup) {
        List<LedgerId> ids = List.copyOf(wanted);
        List<R> rows = new ArrayList<>(ids.size());
        int from = 0;
        while (from < ids.size()) {
            int to = Math.min(ids.size(), from + ledger.maxEvents());
            switch (lookup.apply(ids.subList(from, to))) {
                case Reading.Answered<List<R>>(List<R> found) -> rows.addAll(found);
                case Reading.Unavailable<List<R>>() ->
                        throw new ProblemException(Verdict.UNANSWERED);
                case Reading.Overloaded<List<R>>() ->
                        throw new ProblemException(Verdict.OVERLOADED);
            }
            from = to;
        }
        return rows;
    }

    /** The row that the ledger would make of a transfer, whose hold it knows if it ends one. */
    TransferFields row(TransferFields transfer) {
        if ((transfer.flags() & (TransferFlags.BALANCING_DEBIT | TransferFlags.BALANCING_CREDIT))
                != 0) {
            throw new IllegalArgumentException("only the ledger knows how much: " + transfer);
        }
        if ((transfer.flags() & RESOLUTION) == 0) {
            return transfer;
        }
        TransferFields hold = hold(transfer);
        boolean whole =
                transfer.amount().equals(Amount.ALL)
                        || (transfer.flags() & TransferFlags.VOID_PENDING) != 0;
        return new TransferFields(
                transfer.id(),
                hold.debitAccountId(),
                hold.creditAccountId(),
                whole ? hold.amount() : transfer.amount(),
                transfer.pendingId(),
                transfer.userData128(),
                transfer.userData64(),
                transfer.userData32(),
                0,
                hold.ledger(),
                hold.code(),
                transfer.flags());
    }

    private TransferFields hold(TransferFields end) {
        return Objects.requireNonNull(holds.get(end.pendingId()), "the hold was found before");
    }

    /**
     * The accounts once all of these are executed, in the order in which they stand in them.
     *
     * @param transfers of those that the books were read for
     */
    List<LedgerAccount> after(List<TransferFields> transfers) {
        Map<LedgerId, LedgerAccount> then = new HashMap<>(accounts);
        for (TransferFields transfer : transfers) {
            Changes changes = changes(transfer);
            TransferFields row = row(transfer);
            then.computeIfPresent(row.debitAccountId(), changes::debit);
            then.computeIfPresent(row.creditAccountId(), changes::credit);
        }
        return accounts.keySet().stream().map(id -> Objects.requireNonNull(then.get(id))).toList();
    }

    private Changes changes(TransferFields transfer) {
        BigInteger amount = row(transfer).amount().toBigInteger();
        return switch (transfer.flags() & (RESOLUTION | TransferFlags.PENDING)) {
            case TransferFlags.PENDING -> new Changes(amount, BigInteger.ZERO);
            case TransferFlags.POST_PENDING -> new Changes(released(transfer), amount);
            case TransferFlags.VOID_PENDING -> new Changes(released(transfer), BigInteger.ZERO);
            default -> new Changes(BigInteger.ZERO, amount);
        };
    }

    private BigInteger released(TransferFields end) {
        return hold(end).amount().toBigInteger().negate();
    }

    /** What a transfer adds on either side. */
    private record Changes(BigInteger pending, BigInteger posted) {
        LedgerAccount debit(LedgerId id, LedgerAccount before) {
            return new LedgerAccount(
                    before.account(),
                    sum(before.debitsPending(), pending),
                    sum(before.debitsPosted(), posted),
                    before.creditsPending(),
                    before.creditsPosted(),
                    before.timestamp());
        }

        LedgerAccount credit(LedgerId id, LedgerAccount before) {
            return new LedgerAccount(
                    before.account(),
                    before.debitsPending(),
                    before.debitsPosted(),
                    sum(before.creditsPending(), pending),
                    sum(before.creditsPosted(), posted),
                    before.timestamp());
        }

        private static Amount sum(Amount before, BigInteger added) {
            return Amount.of(before.toBigInteger().add(added));
        }
    }
}
