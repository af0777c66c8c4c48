package global.pryzma.ledger.account;

/** The side on which an account grows, and on which its balance is written without a sign. */
enum NormalSide {
    DEBIT,
    CREDIT
}
