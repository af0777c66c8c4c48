package global.pryzma.ledger.transfer;

/** What a transfer is, by the {@code code} of its row in the ledger. Permanent. */
enum TransferKind {
    /** Money moves from one account to another at a client's request. */
    TRANSFER(1);

    private final int code;

    TransferKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
