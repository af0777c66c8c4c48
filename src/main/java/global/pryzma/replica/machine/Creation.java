package global.pryzma.replica.machine;

/**
 * What create_accounts and create_transfers have in common: linked chains, imported batches,
 * timestamps and the order of the results (TigerBeetle, {@code state_machine.zig}, {@code
 * execute_create}).
 *
 * @param <E> the kind of event
 */
abstract sealed class Creation<E extends Row> permits CreateAccounts, CreateTransfers {
    /** Linked is the same bit in both kinds. */
    private static final int LINKED = AccountRow.LINKED;

    private final Rollback rollback;
    private final SharedResults results;
    private final int importedFlag;

    /** The results that both kinds know, each by its own numbers. */
    record SharedResults(
            CreateResult ok,
            CreateResult linkedEventFailed,
            CreateResult linkedEventChainOpen,
            CreateResult importedEventExpected,
            CreateResult importedEventNotExpected,
            CreateResult timestampOutOfRange,
            CreateResult timestampMustNotAdvance,
            CreateResult timestampMustBeZero) {}

    Creation(Rollback rollback, SharedResults results, int importedFlag) {
        this.rollback = rollback;
        this.results = results;
        this.importedFlag = importedFlag;
    }

    abstract E event(long[] words, int at);

    /** Checks one event and, where nothing is wrong, stores it. */
    abstract CreateResult create(E event);

    /** An event failed, and if it was in a chain, the chain has been taken back. */
    abstract void failed(E event, CreateResult result);

    /**
     * Executes the events in order.
     *
     * @param words the events; they may be changed
     * @param timestamp of the last event, in nanoseconds; the others have those just below
     */
    final void execute(long[] words, int count, long timestamp, ReplyBody reply) {
        boolean imported = count > 0 && event(words, 0).has(importedFlag);
        int chain = -1;
        boolean broken = false;
        for (int index = 0; index < count; index++) {
            E event = event(words, index * Row.WORDS);
            boolean linked = event.has(LINKED);
            if (linked && chain < 0) {
                chain = index;
                rollback.begin();
            }
            boolean open = linked && index == count - 1;
            CreateResult result;
            if (open) {
                result = results.linkedEventChainOpen;
            } else if (broken) {
                result = results.linkedEventFailed;
            } else {
                result = check(event, imported, timestamp, timestamp - count + index + 1);
            }
            if (result != results.ok) {
                if (chain >= 0 && !broken) {
                    broken = true;
                    rollback.undo();
                    for (int member = chain; member < index; member++) {
                        reply.addResult(member, results.linkedEventFailed);
                    }
                }
                reply.addResult(index, result);
                failed(event, result);
            }
            if (chain >= 0 && (!linked || open)) {
                if (!broken) {
                    rollback.end();
                }
                chain = -1;
                broken = false;
            }
        }
    }

    private CreateResult check(
            E event, boolean imported, long messageTimestamp, long eventTimestamp) {
        if (event.has(importedFlag) != imported) {
            return imported ? results.importedEventExpected : results.importedEventNotExpected;
        }
        if (imported) {
            // Signed: 2^63 and above are out of range as zero is.
            if (event.timestamp() <= 0) {
                return results.timestampOutOfRange;
            }
            if (event.timestamp() >= messageTimestamp) {
                return results.timestampMustNotAdvance;
            }
        } else {
            if (event.timestamp() != 0) {
                return results.timestampMustBeZero;
            }
            event.timestamp(eventTimestamp);
        }
        return create(event);
    }

    /** Whether an imported timestamp is not after the newest of its kind, or taken by the other. */
    static boolean regresses(long timestamp, Rows sameKind, Rows otherKind) {
        if (sameKind.count() > 0
                && timestamp <= sameKind.word(sameKind.count() - 1, Row.TIMESTAMP)) {
            return true;
        }
        int other = otherKind.firstNotBelow(Row.TIMESTAMP, timestamp);
        return other < otherKind.count() && otherKind.word(other, Row.TIMESTAMP) == timestamp;
    }
}
