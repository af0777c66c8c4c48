package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Reading;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.money.Amount;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Accounts, transfers and calls for tests. */
final class LedgerEvents {
    static final int LEDGER = 7;
    static final UUID ORGANISATION = UUID.fromString("11111111-1111-4111-8111-111111111111");
    static final UUID OTHER = UUID.fromString("22222222-2222-4222-8222-222222222222");

    private LedgerEvents() {}

    /** Long enough for whatever must succeed, also on a busy machine. */
    static LedgerCall patient() {
        return call(Duration.ofSeconds(30));
    }

    static LedgerCall call(Duration deadline) {
        return call(ORGANISATION, deadline);
    }

    static LedgerCall call(UUID organisation, Duration deadline) {
        return new LedgerCall(organisation, Deadline.after(deadline));
    }

    static LedgerId id() {
        return LedgerId.of(UUID.randomUUID());
    }

    static AccountFields account(LedgerId id, int flags) {
        return new AccountFields(id, LedgerId.NONE, 1, 1, LEDGER, 10, flags);
    }

    static TransferFields transfer(LedgerId id, LedgerId debit, LedgerId credit, Amount amount) {
        return transfer(id, debit, credit, amount, 0);
    }

    static TransferFields transfer(
            LedgerId id, LedgerId debit, LedgerId credit, Amount amount, int flags) {
        return new TransferFields(
                id, debit, credit, amount, LedgerId.NONE, LedgerId.NONE, 1, 1, 0, LEDGER, 1, flags);
    }

    /** A new account without limits. */
    static LedgerId open(Ledger ledger) {
        LedgerId id = id();
        assertThat(answered(ledger.createAccounts(List.of(account(id, 0)), patient())))
                .allMatch(Submission.EventResult::created);
        return id;
    }

    static List<Submission.EventResult> answered(Submission submission) {
        assertThat(submission).isInstanceOf(Submission.Answered.class);
        return ((Submission.Answered) submission).results();
    }

    static <T> T answered(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Answered.class);
        return ((Reading.Answered<T>) reading).value();
    }
}
