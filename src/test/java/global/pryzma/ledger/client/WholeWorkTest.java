package global.pryzma.ledger.client;

import static global.pryzma.ledger.client.ApiUser.refused;
import static global.pryzma.ledger.client.ApiUser.response;
import static global.pryzma.ledger.client.Wallets.newKey;
import static global.pryzma.ledger.client.Wallets.payment;
import static global.pryzma.ledger.client.Wallets.posted;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.client.ApiException;
import global.pryzma.client.ApiResponse;
import global.pryzma.client.model.AccessToken;
import global.pryzma.client.model.Account;
import global.pryzma.client.model.AccountChange;
import global.pryzma.client.model.AccountChange.StatusEnum;
import global.pryzma.client.model.AccountPage;
import global.pryzma.client.model.AccountType;
import global.pryzma.client.model.ErrorResponse;
import global.pryzma.client.model.KeyRecord;
import global.pryzma.client.model.MetadataEntries;
import global.pryzma.client.model.NewCurrency;
import global.pryzma.client.model.NewProgram;
import global.pryzma.client.model.NewTransfer;
import global.pryzma.client.model.PostHold;
import global.pryzma.client.model.Problem;
import global.pryzma.client.model.Program;
import global.pryzma.client.model.ProgramChange;
import global.pryzma.client.model.RegisteredCurrency;
import global.pryzma.client.model.TokenError;
import global.pryzma.client.model.Transfer;
import global.pryzma.client.model.TransferChange;
import global.pryzma.client.model.TransferPage;
import global.pryzma.ledger.client.ApiUser.Credential;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** All that a user does while everything works; {@link WorkInOutageTest} is about the rest. */
@Execution(ExecutionMode.SAME_THREAD)
class WholeWorkTest {
    private static final String REPLAYED = "Pryzma-Idempotency-Replayed";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private ApiUser user;
    private Wallets wallets;

    @BeforeEach
    void begin() throws Exception {
        user = ApiUser.ofNewOrganisation(service);
        wallets = Wallets.open(user);
    }

    @Test
    void aTokenIsGotWithTheCredentialAndIsGoodForItsScopes() throws Exception {
        Credential credential = Credential.make(service);
        ApiUser nobody = ApiUser.at(service.uri());
        AccessToken token =
                nobody.tokens.issueToken(
                        "client_credentials",
                        credential.id(),
                        credential.secret(),
                        "accounts.read programs.read");
        assertThat(token.getTokenType()).isEqualTo("Bearer");
        assertThat(token.getExpiresIn()).isPositive();
        assertThat(token.getScope()).isEqualTo("accounts.read programs.read");

        ApiUser reader = nobody.withToken(token.getAccessToken());
        assertThat(reader.programs.listPrograms(null, null, null, null, null).getData()).isEmpty();
        reader.assertRefused(
                403,
                "insufficient_scope",
                () -> reader.programs.createProgram(newKey(), new NewProgram().name("Mine")));
        nobody.assertRefused(
                401,
                "missing_bearer_token",
                () -> nobody.programs.listPrograms(null, null, null, null, null));
        ApiUser stranger = nobody.withToken("none");
        stranger.assertRefused(
                401,
                "invalid_token",
                () -> stranger.programs.listPrograms(null, null, null, null, null));
        ApiException wrong =
                refused(
                        401,
                        () ->
                                nobody.tokens.issueToken(
                                        "client_credentials", credential.id(), "wrong", null));
        assertThat(nobody.body(wrong, TokenError.class).getError()).isEqualTo("invalid_client");
    }

    @Test
    void aProgramHasTheCurrenciesAndTheWordsThatItWasGiven() throws Exception {
        NewProgram asked =
                new NewProgram()
                        .name("Travel")
                        .currencies(Set.of("EUR", "USD"))
                        .putMetadataItem("team", "growth");
        Program made = user.programs.createProgram(newKey(), asked);
        assertThat(made.getCurrencies()).containsExactly("EUR", "USD");
        assertThat(made.getMetadata()).isEqualTo(Map.of("team", "growth"));
        assertThat(user.programs.getProgram(made.getId())).isEqualTo(made);
        Program anyCurrency = user.programs.getProgram(wallets.program());
        assertThat(anyCurrency.getCurrencies()).isNull();
        assertThat(anyCurrency.getMetadata()).isNull();
        assertThat(user.programs.listPrograms(null, null, null, null, null).getData())
                .containsExactly(made, anyCurrency);
    }

    @Test
    void aCurrencyOfOnesOwnIsRegisteredAndGivenToAProgram() throws Exception {
        Program travel =
                user.programs.createProgram(
                        newKey(), new NewProgram().name("Travel").currencies(Set.of("EUR")));
        NewCurrency asked = new NewCurrency().code("MILES").exponent(0).name("Miles");
        RegisteredCurrency miles = user.currencies.createCurrency(newKey(), asked);
        assertThat(miles.getPrivate()).isTrue();
        assertThat(user.currencies.getCurrency("MILES")).isEqualTo(miles);
        assertThat(user.currencies.listCurrencies(1, null).getData()).containsExactly(miles);
        user.assertRefused(
                409, "conflict", () -> user.currencies.createCurrency(newKey(), asked.exponent(2)));
        ProgramChange more = new ProgramChange().currencies(Set.of("EUR", "MILES"));
        Program changed = user.programs.updateProgram(travel.getId(), newKey(), more);
        assertThat(changed.getCurrencies()).containsExactly("EUR", "MILES");
        assertThat(changed.getName()).isEqualTo("Travel");
        ProgramChange fewer = new ProgramChange().currencies(Set.of("MILES"));
        user.assertRefused(
                409,
                "conflict",
                () -> user.programs.updateProgram(travel.getId(), newKey(), fewer));
    }

    @Test
    void aPaymentIsDescribedAnew() throws Exception {
        NewTransfer lunch = wallets.payment("1050").description("Lunch").reference("lunch-1");
        UUID id = user.transfers.postTransfer(newKey(), lunch, null).getId();
        Transfer tagged =
                user.transfers.updateTransfer(
                        id, newKey(), new TransferChange().putMetadataItem("team", "growth"));
        assertThat(tagged.getDescription()).isEqualTo("Lunch");
        Transfer bare =
                user.transfers.updateTransfer(id, newKey(), new TransferChange().description(null));
        assertThat(bare.getDescription()).isNull();
        assertThat(bare.getMetadata()).isEqualTo(Map.of("team", "growth"));
        assertThat(bare.getReference()).isEqualTo("lunch-1");
        assertThat(user.transfers.getTransfer(id)).isEqualTo(bare);
    }

    @Test
    void aPaymentIsMadeOnceHoweverOftenItIsSent() throws Exception {
        String key = newKey();
        NewTransfer lunch =
                wallets.payment("1050")
                        .description("Lunch")
                        .reference("lunch")
                        .putMetadataItem("table", "7");
        Transfer first = user.transfers.postTransfer(key, lunch, null);
        assertThat(first.getAmount()).isEqualTo("1050");
        assertThat(first.getStatus()).isEqualTo("posted");
        assertThat(first.getMetadata()).isEqualTo(lunch.getMetadata());

        ApiResponse<Transfer> again = user.transfers.postTransferWithHttpInfo(key, lunch, null);
        assertThat(again.getStatusCode()).isEqualTo(201);
        assertThat(again.getHeaders().get(REPLAYED)).containsExactly("true");
        assertThat(again.getData()).isEqualTo(first);
        user.assertRefused(
                422,
                "idempotency_key_reused",
                () -> user.transfers.postTransfer(key, wallets.payment("1"), null));

        assertThat(user.transfers.getTransfer(first.getId())).isEqualTo(first);
        assertThat(posted(user, wallets.ada())).isEqualTo("8950");
        assertThat(posted(user, wallets.bob())).isEqualTo("1050");
        assertThat(user.transfers.listAccountTransfers(wallets.bob(), null, null).getData())
                .containsExactly(first);
    }

    @Test
    void moneyIsHeldAndThenPostedOrGivenBack() throws Exception {
        Transfer hold =
                user.transfers.postTransfer(
                        newKey(),
                        wallets.payment("5000").pending(true).timeoutSeconds(3600L),
                        null);
        assertThat(hold.getStatus()).isEqualTo("pending");
        assertThat(hold.getExpiresAt()).isAfter(hold.getCreatedAt());
        assertThat(user.accounts.getAccount(wallets.ada()).getBalances().getAvailable())
                .isEqualTo("5000");
        Transfer posted =
                user.transfers.postHold(
                        hold.getId(), newKey(), null, new PostHold().amount("4200"));
        assertThat(posted.getStatus()).isEqualTo("posted");
        assertThat(posted.getPostedAmount()).isEqualTo("4200");
        Transfer post = user.transfers.getTransfer(Objects.requireNonNull(posted.getResolvedBy()));
        assertThat(post.getPendingTransferId()).isEqualTo(hold.getId());
        user.assertRefused(
                409, "conflict", () -> user.transfers.voidHold(hold.getId(), newKey(), null, null));
        Transfer second =
                user.transfers.postTransfer(newKey(), wallets.payment("1").pending(true), null);
        assertThat(user.transfers.voidHold(second.getId(), newKey(), null, null).getStatus())
                .isEqualTo("voided");
        assertThat(posted(user, wallets.ada())).isEqualTo("5800");
    }

    @Test
    void errorsHaveCodes() throws Exception {
        user.assertRefused(
                422,
                "insufficient_funds",
                () -> user.transfers.postTransfer(newKey(), wallets.payment("10001"), null));
        user.assertRefused(
                422,
                "transfer_rejected",
                () ->
                        user.transfers.postTransfer(
                                newKey(), payment(wallets.ada(), wallets.ada(), "1"), null));
        user.assertRefused(
                404,
                "not_found",
                () ->
                        user.transfers.postTransfer(
                                newKey(), payment(wallets.ada(), UUID.randomUUID(), "1"), null));
        user.assertRefused(404, "not_found", () -> user.accounts.getAccount(UUID.randomUUID()));
        user.assertRefused(
                400,
                "invalid_body",
                () -> user.transfers.postTransfer(newKey(), wallets.payment("-1"), null));
        user.assertRefused(
                400,
                "invalid_idempotency_key",
                () -> user.transfers.postTransfer("mine", wallets.payment("1"), null));
        user.assertRefused(
                400,
                "invalid_parameter",
                () ->
                        user.accounts.listAccounts(
                                wallets.program(), null, null, null, null, null, 101, null));
        user.transfers.postTransfer(newKey(), wallets.payment("1").reference("taken"), null);
        user.assertRefused(
                409,
                "reference_in_use",
                () ->
                        user.transfers.postTransfer(
                                newKey(), wallets.payment("2").reference("taken"), null));
        assertThat(posted(user, wallets.bob())).isEqualTo("1");
    }

    @Test
    void whoWantsToKnowMoreOfAnErrorIsTold() throws Exception {
        ApiUser curious = user.forProblems();
        Transfer first =
                curious.transfers.postTransfer(
                        newKey(), wallets.payment("1").reference("taken"), null);
        NewTransfer second = wallets.payment("2").reference("taken");
        ApiException refused =
                refused(409, () -> curious.transfers.postTransfer(newKey(), second, null));
        Problem conflict = curious.body(refused, Problem.class);
        assertThat(conflict.getError()).isEqualTo("reference_in_use");
        assertThat(conflict.getStatus()).isEqualTo(409);
        assertThat(conflict.getDetail()).contains(first.getId().toString());
        assertThat(conflict.getRetryable()).isFalse();
        assertThat(refused.getResponseHeaders().firstValue("Pryzma-Request-Id"))
                .hasValue(conflict.getRequestId().toString());
        // The plain form is a part of it.
        assertThat(curious.body(refused, ErrorResponse.class).getError())
                .isEqualTo("reference_in_use");

        Problem wrong =
                curious.problem(
                        400,
                        () ->
                                curious.transfers.postTransfer(
                                        newKey(), wallets.payment("-1"), null));
        assertThat(wrong.getErrors())
                .singleElement()
                .satisfies(error -> assertThat(error.getPointer()).isEqualTo("/amount"));
    }

    @Test
    void listsAreReadPageByPage() throws Exception {
        List<UUID> opened = new ArrayList<>(List.of(wallets.bank(), wallets.ada(), wallets.bob()));
        opened.add(Wallets.account(user, wallets.program(), AccountType.FEE));
        opened.add(Wallets.account(user, wallets.program(), AccountType.EXTERNAL));
        // One of another program, which is not met.
        Wallets.open(user);
        List<UUID> listed = new ArrayList<>();
        AccountPage accounts =
                user.accounts.listAccounts(
                        wallets.program(), null, null, null, null, null, 2, null);
        accounts.getData().forEach(account -> listed.add(account.getId()));
        while (accounts.getHasMore()) {
            assertThat(accounts.getData()).hasSize(2);
            accounts =
                    user.accounts.listAccounts(
                            wallets.program(),
                            null,
                            null,
                            null,
                            null,
                            null,
                            2,
                            accounts.getNextCursor());
            accounts.getData().forEach(account -> listed.add(account.getId()));
        }
        assertThat(accounts.getNextCursor()).isNull();
        assertThat(listed).isEqualTo(opened.reversed());
        assertThat(
                        user.accounts
                                .listAccounts(
                                        wallets.program(),
                                        AccountType.CONSUMER,
                                        "USD_GT",
                                        "active",
                                        null,
                                        new MetadataEntries().key("none"),
                                        null,
                                        null)
                                .getData())
                .isEmpty();

        List<Transfer> made = new ArrayList<>();
        for (String amount : List.of("1", "2", "3")) {
            made.add(user.transfers.postTransfer(newKey(), wallets.payment(amount), null));
        }
        TransferPage newest = user.transfers.listAccountTransfers(wallets.bob(), 2, null);
        assertThat(newest.getData()).containsExactly(made.get(2), made.get(1));
        TransferPage oldest =
                user.transfers.listAccountTransfers(wallets.bob(), 2, newest.getNextCursor());
        assertThat(oldest.getData()).containsExactly(made.get(0));
        assertThat(oldest.getHasMore()).isFalse();
    }

    @Test
    void listsAreFilteredByAnyEntriesOfMetadata() throws Exception {
        NewProgram both =
                new NewProgram()
                        .name("Both")
                        .putMetadataItem("team", "growth")
                        .putMetadataItem("cost centre [a&b]", "7 %");
        NewProgram one = new NewProgram().name("One").putMetadataItem("team", "growth");
        Program wanted = user.programs.createProgram(newKey(), both);
        user.programs.createProgram(newKey(), one);
        assertThat(programs(Map.of("team", "growth", "cost centre [a&b]", "7 %")))
                .containsExactly(wanted);
        assertThat(programs(Map.of("team", "growth"))).hasSize(2);
        assertThat(programs(Map.of("team", "growth", "cost centre [a&b]", "8 %"))).isEmpty();
    }

    private List<Program> programs(Map<String, String> metadata) throws ApiException {
        return user.programs
                .listPrograms(null, null, new MetadataOf(metadata), null, null)
                .getData();
    }

    @Test
    void anAccountIsRenamedFrozenActivatedAndClosed() throws Exception {
        UUID bob = wallets.bob();
        user.transfers.postTransfer(newKey(), wallets.payment("5"), null);
        AccountChange words = new AccountChange().name("Bob").putMetadataItem("tier", "gold");
        Account named = user.accounts.updateAccount(bob, newKey(), words);
        assertThat(named.getName()).isEqualTo("Bob");
        assertThat(named.getMetadata()).isEqualTo(Map.of("tier", "gold"));
        // What is set to null is taken away, what is not set stays.
        Account nameless =
                user.accounts.updateAccount(bob, newKey(), new AccountChange().name(null));
        assertThat(nameless.getName()).isNull();
        assertThat(nameless.getMetadata()).isEqualTo(Map.of("tier", "gold"));
        Account bare =
                user.accounts.updateAccount(bob, newKey(), new AccountChange().metadata(null));
        assertThat(bare.getMetadata()).isNull();

        assertThat(change(bob, StatusEnum.FROZEN).getStatus()).isEqualTo("frozen");
        user.assertRefused(
                409,
                "conflict",
                () -> user.transfers.postTransfer(newKey(), wallets.payment("5"), null));
        assertThat(change(bob, StatusEnum.ACTIVE).getStatus()).isEqualTo("active");
        user.assertRefused(409, "conflict", () -> user.accounts.closeAccount(bob, newKey()));
        user.transfers.postTransfer(newKey(), payment(bob, wallets.ada(), "5"), null);
        assertThat(user.accounts.closeAccount(bob, newKey()).getStatus()).isEqualTo("closed");
        user.assertRefused(409, "conflict", () -> change(bob, StatusEnum.ACTIVE));
        assertThat(user.accounts.getAccount(bob).getStatus()).isEqualTo("closed");
        assertThat(user.transfers.listAccountTransfers(bob, null, null).getData()).hasSize(2);
    }

    private Account change(UUID account, StatusEnum status) throws ApiException {
        return user.accounts.updateAccount(account, newKey(), new AccountChange().status(status));
    }

    @Test
    void whatBecameOfARequestIsAskedByItsKey() throws Exception {
        UUID key = UUID.randomUUID();
        user.assertRefused(404, "not_found", () -> user.keys.getIdempotencyKey(key));
        Transfer made = user.transfers.postTransfer(key.toString(), wallets.payment("5"), null);
        KeyRecord record = user.keys.getIdempotencyKey(key);
        assertThat(record.getStatus()).isEqualTo("recorded");
        assertThat(record.getOperation()).isEqualTo("transfers.create");
        assertThat(response(record).getStatus()).isEqualTo(201);
        assertThat(user.as(response(record).getBody(), Transfer.class)).isEqualTo(made);
        // It is too late to cancel it.
        assertThat(user.keys.cancelIdempotencyKey(key, newKey())).isEqualTo(record);
    }

    @Test
    void whatWasCancelledIsNeverDone() throws Exception {
        UUID key = UUID.randomUUID();
        KeyRecord cancelled = user.keys.cancelIdempotencyKey(key, newKey());
        assertThat(cancelled.getStatus()).isEqualTo("recorded");
        assertThat(cancelled.getOperation()).isNull();
        assertThat(response(cancelled).getStatus()).isEqualTo(409);
        assertThat(user.as(response(cancelled).getBody(), ErrorResponse.class).getError())
                .isEqualTo("request_cancelled");
        user.assertRefused(
                409,
                "request_cancelled",
                () -> user.transfers.postTransfer(key.toString(), wallets.payment("5"), null));
        assertThat(posted(user, wallets.bob())).isEqualTo("0");
    }
}
