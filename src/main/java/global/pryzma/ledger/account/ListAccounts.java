package global.pryzma.ledger.account;

import global.pryzma.ledger.api.Listing;
import global.pryzma.ledger.api.Listing.Looked;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.search.Found;
import global.pryzma.ledger.search.RowSearch;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The list of accounts. A page costs one look at rows in Postgres and one message to the ledger,
 * whatever is asked for: where a status is, it asks for all that the look has found.
 */
@Singleton
final class ListAccounts {
    private final AccountRows rows;
    private final ReadAccounts accounts;
    private final RowSearch search;
    private final LedgerNumbers ledgerNumbers;
    private final Ledger ledger;
    private final Listing listing;

    ListAccounts(
            AccountRows rows,
            ReadAccounts accounts,
            RowSearch search,
            LedgerNumbers ledgerNumbers,
            Ledger ledger,
            Listing listing) {
        this.rows = rows;
        this.accounts = accounts;
        this.search = search;
        this.ledgerNumbers = ledgerNumbers;
        this.ledger = ledger;
        this.listing = listing;
    }

    Page<AccountResponse> page(PageRequest request, LedgerCall call) {
        UUID organisation = call.organisation();
        AccountFilter filter = AccountFilter.of(request, organisation, ledgerNumbers);
        return filter.isEmpty()
                ? listing.page(
                        organisation,
                        "accounts",
                        request,
                        (before, limit) -> rows.page(organisation, before, limit),
                        AccountRow::createdAtNanos,
                        page -> shown(accounts.states(page, call), organisation))
                : listing.lookedThrough(
                        organisation,
                        "accounts " + request.filters(),
                        request,
                        (before, limit) -> look(filter, before, limit, call),
                        AccountSnapshot::createdAtNanos,
                        found -> shown(found, organisation));
    }

    private Looked<AccountSnapshot> look(
            AccountFilter filter, long before, int limit, LedgerCall call) {
        boolean asksTheLedger = filter.status() != null;
        int most = Math.min(RowSearch.LOOKED_THROUGH, ledger.maxEvents());
        Found found =
                search.look(
                        AccountFilter.ACCOUNTS,
                        call.organisation(),
                        filter.criteria(),
                        before,
                        asksTheLedger ? most : RowSearch.rowsFor(filter.criteria(), limit));
        Found asked = asksTheLedger ? found.upTo(most) : found.first(limit);
        Map<UUID, LedgerAccount> inLedger = accounts.inLedger(asked.ids(), call);
        Found page = asksTheLedger ? asked.only(mayBeShown(filter, inLedger)).first(limit) : asked;
        return page.looked(
                accounts.states(rows.find(page.ids()), inLedger).stream()
                        .filter(filter::holds)
                        .collect(Collectors.toMap(AccountSnapshot::id, Function.identity())));
    }

    private static Set<UUID> mayBeShown(AccountFilter filter, Map<UUID, LedgerAccount> inLedger) {
        return inLedger.entrySet().stream()
                .filter(entry -> filter.mayHold(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static List<AccountResponse> shown(List<AccountSnapshot> page, UUID organisation) {
        return page.stream().map(account -> AccountResponse.of(organisation, account)).toList();
    }
}
