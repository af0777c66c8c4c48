package global.pryzma.ledger.embedded.replica;

/** What came of one event of a create operation; code 0 is success and never sent. */
sealed interface CreateResult permits CreateAccountResult, CreateTransferResult {
    int code();
}
