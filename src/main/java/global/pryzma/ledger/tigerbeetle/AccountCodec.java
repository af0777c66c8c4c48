package global.pryzma.ledger.tigerbeetle;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.UInt128;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.money.Amount;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Accounts to and from the client's batches. */
final class AccountCodec {
    private AccountCodec() {}

    static AccountBatch encode(List<AccountFields> accounts) {
        AccountBatch batch = new AccountBatch(accounts.size());
        for (AccountFields account : accounts) {
            batch.add();
            batch.setId(account.id().low(), account.id().high());
            batch.setUserData128(account.userData128().low(), account.userData128().high());
            batch.setUserData64(account.userData64());
            batch.setUserData32(account.userData32());
            batch.setLedger(account.ledger());
            batch.setCode(account.code());
            batch.setFlags(account.flags());
        }
        return batch;
    }

    static Reply.Accounts decode(AccountBatch batch) {
        List<LedgerAccount> rows = new ArrayList<>(batch.getLength());
        while (batch.next()) {
            AccountFields account =
                    new AccountFields(
                            id(batch::getId),
                            id(batch::getUserData128),
                            batch.getUserData64(),
                            batch.getUserData32(),
                            batch.getLedger(),
                            batch.getCode(),
                            batch.getFlags());
            rows.add(
                    new LedgerAccount(
                            account,
                            amount(batch::getDebitsPending),
                            amount(batch::getDebitsPosted),
                            amount(batch::getCreditsPending),
                            amount(batch::getCreditsPosted),
                            batch.getTimestamp()));
        }
        return new Reply.Accounts(rows);
    }

    /** Reads a 128-bit field by its two halves, which costs no array and no big number. */
    static LedgerId id(ToLongFunction<UInt128> field) {
        return new LedgerId(
                field.applyAsLong(UInt128.MostSignificant),
                field.applyAsLong(UInt128.LeastSignificant));
    }

    static Amount amount(ToLongFunction<UInt128> field) {
        return new Amount(
                field.applyAsLong(UInt128.MostSignificant),
                field.applyAsLong(UInt128.LeastSignificant));
    }
}
