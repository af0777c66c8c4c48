package global.pryzma.ledger.account;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.money.Amount;

import org.junit.jupiter.api.Test;

class BalancesTest {
    private static final String MAX = "340282366920938463463374607431768211455";

    @Test
    void aCreditNormalAccountGrowsByCredits() {
        assertThat(Balances.of(NormalSide.CREDIT, account(5, 30, 7, 100)))
                .isEqualTo(new Balances("70", "5", "7", "65", "30", "5", "100", "7"));
    }

    @Test
    void aDebitNormalAccountGrowsByDebits() {
        assertThat(Balances.of(NormalSide.DEBIT, account(5, 100, 7, 30)))
                .isEqualTo(new Balances("70", "5", "7", "63", "100", "5", "30", "7"));
    }

    @Test
    void balancesHaveASignBelowZeroAndNoneAtZero() {
        assertThat(Balances.of(NormalSide.CREDIT, account(1, 30, 0, 10)))
                .isEqualTo(new Balances("-20", "1", "0", "-21", "30", "1", "10", "0"));
        assertThat(Balances.of(NormalSide.DEBIT, account(0, 10, 0, 10)).posted()).isEqualTo("0");
    }

    @Test
    void nothingOverflows() {
        Counters account = new Counters(Amount.ALL, Amount.ALL, Amount.ZERO, Amount.ZERO);
        Balances balances = Balances.of(NormalSide.CREDIT, account);
        assertThat(balances.posted()).isEqualTo("-" + MAX);
        assertThat(balances.available()).isEqualTo("-680564733841876926926749214863536422910");
        assertThat(balances.debitsPosted()).isEqualTo(MAX);
    }

    private static Counters account(
            long debitsPending, long debitsPosted, long creditsPending, long creditsPosted) {
        return new Counters(
                Amount.of(debitsPending),
                Amount.of(debitsPosted),
                Amount.of(creditsPending),
                Amount.of(creditsPosted));
    }
}
