package global.pryzma.replica.machine;

/** What came of one event of a create operation; code 0 is success and never sent. */
sealed interface CreateResult permits CreateAccountResult, CreateTransferResult {
    int code();
}
