package global.pryzma.ledger.client;

import global.pryzma.client.model.AccountType;
import global.pryzma.client.model.NewAccount;
import global.pryzma.client.model.NewProgram;
import global.pryzma.client.model.NewTransfer;

import java.util.UUID;

/**
 * A program of a user with three accounts: the bank's, through which money comes in, and those of
 * two people, of whom Ada has 100.00 dollars.
 */
record Wallets(UUID program, UUID bank, UUID ada, UUID bob) {
    private static final String CURRENCY = "USD_GT";

    static Wallets open(ApiUser user) throws Exception {
        UUID program =
                user.sure(key -> user.programs.createProgram(key, new NewProgram().name("Wallets")))
                        .getId();
        UUID bank = account(user, program, AccountType.SETTLEMENT);
        UUID ada = account(user, program, AccountType.CONSUMER);
        UUID bob = account(user, program, AccountType.CONSUMER);
        user.sure(key -> user.transfers.postTransfer(key, payment(bank, ada, "10000"), null));
        return new Wallets(program, bank, ada, bob);
    }

    static UUID account(ApiUser user, UUID program, AccountType type) throws Exception {
        NewAccount account = new NewAccount().type(type).currency(CURRENCY).programId(program);
        return user.sure(key -> user.accounts.openAccount(key, account)).getId();
    }

    static NewTransfer payment(UUID from, UUID to, String amount) {
        return new NewTransfer().debitAccountId(from).creditAccountId(to).amount(amount);
    }

    /** Ada pays Bob. */
    NewTransfer payment(String amount) {
        return payment(ada, bob, amount);
    }

    static String posted(ApiUser user, UUID account) throws Exception {
        return user.sure(key -> user.accounts.getAccount(account)).getBalances().getPosted();
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }
}
