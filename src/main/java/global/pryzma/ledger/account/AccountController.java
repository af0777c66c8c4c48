package global.pryzma.ledger.account;

import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.search.MetadataFilter;
import global.pryzma.ledger.search.NamePrefix;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

/** {@code /v1/accounts}. */
@Controller("/v1/accounts")
final class AccountController {
    private final OpenAccount openAccount;
    private final UpdateAccount updateAccount;
    private final CloseAccount closeAccount;
    private final ReadAccounts readAccounts;
    private final ListAccounts listAccounts;

    AccountController(
            OpenAccount openAccount,
            UpdateAccount updateAccount,
            CloseAccount closeAccount,
            ReadAccounts readAccounts,
            ListAccounts listAccounts) {
        this.openAccount = openAccount;
        this.updateAccount = updateAccount;
        this.closeAccount = closeAccount;
        this.readAccounts = readAccounts;
        this.listAccounts = listAccounts;
    }

    @Post
    @RequiresScope(Scope.ACCOUNTS_WRITE)
    Answer open(@Body byte @Nullable [] body, MutationRequest request) {
        return openAccount.from(body, request);
    }

    @Get
    @Paged(
            filters = {
                AccountFilter.PROGRAM,
                AccountFilter.TYPE,
                AccountFilter.CURRENCY,
                AccountFilter.STATUS,
                NamePrefix.PARAMETER
            },
            maps = MetadataFilter.PARAMETER)
    @RequiresScope(Scope.ACCOUNTS_READ)
    Page<AccountResponse> list(PageRequest request, LedgerCall call) {
        return listAccounts.page(request, call);
    }

    @Get("/{id}")
    @RequiresScope(Scope.ACCOUNTS_READ)
    AccountResponse get(@PathVariable String id, LedgerCall call) {
        return readAccounts.one(PathIds.uuid(id), call);
    }

    @Patch("/{id}")
    @RequiresScope(Scope.ACCOUNTS_WRITE)
    Answer update(@PathVariable String id, @Body byte @Nullable [] body, MutationRequest request) {
        return updateAccount.from(PathIds.uuid(id), body, request);
    }

    @Delete("/{id}")
    @RequiresScope(Scope.ACCOUNTS_WRITE)
    Answer close(@PathVariable String id, MutationRequest request) {
        return closeAccount.from(PathIds.uuid(id), request);
    }
}
