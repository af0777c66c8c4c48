package global.pryzma.ledger.workload;

import global.pryzma.ledger.model.Line;
import global.pryzma.ledger.model.Operation;
import global.pryzma.ledger.model.Words;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a step of a script does. It names others by the number of the step that makes them, so that
 * the same script can be run again, whole or in part, under other keys.
 */
sealed interface Action {
    /** A request that changes something, with a key of its own. */
    sealed interface Mutation extends Action {
        Operation operation(Names names);
    }

    record Open(String type, String currency, String name) implements Mutation {
        @Override
        public Operation operation(Names names) {
            return new Operation.Open(names.program(), type, currency, name);
        }
    }

    /**
     * A transfer, or a hold.
     *
     * @param timeoutSeconds see {@link Operation.Transfer}
     */
    record Pay(int debit, int credit, BigInteger amount, Words words, @Nullable Long timeoutSeconds)
            implements Mutation {
        @Override
        public Operation.Transfer operation(Names names) {
            return new Operation.Transfer(
                    names.id(debit), names.id(credit), amount, words, timeoutSeconds);
        }
    }

    /**
     * Several transfers or holds.
     *
     * @param atomic whether all or none of them are made
     */
    record PayMany(boolean atomic, List<Pay> items) implements Mutation {
        /** The same without one of them; numbers of parts mean the next ones then. */
        Optional<PayMany> without(int item) {
            List<Pay> rest = new ArrayList<>(items);
            rest.remove(item);
            return rest.isEmpty() ? Optional.empty() : Optional.of(new PayMany(atomic, rest));
        }

        public PayMany {
            items = List.copyOf(items);
        }

        @Override
        public Operation operation(Names names) {
            return new Operation.Batch(
                    atomic, items.stream().map(item -> item.operation(names)).toList());
        }
    }

    record Enter(List<Side> lines, Words words) implements Mutation {
        public Enter {
            lines = List.copyOf(lines);
        }

        @Override
        public Operation operation(Names names) {
            return new Operation.MakeEntry(
                    lines.stream()
                            .map(it -> new Line(names.id(it.account()), it.debit(), it.amount()))
                            .toList(),
                    words);
        }
    }

    /** A line of an entry. */
    record Side(int account, boolean debit, BigInteger amount) {}

    record ReverseEntry(int entry, Words words) implements Mutation {
        @Override
        public Operation operation(Names names) {
            return new Operation.ReverseEntry(names.id(entry), words);
        }
    }

    record PostHold(int hold, @Nullable BigInteger amount, Words words) implements Mutation {
        @Override
        public Operation operation(Names names) {
            return new Operation.Post(names.id(hold), amount, words);
        }
    }

    record VoidHold(int hold, Words words) implements Mutation {
        @Override
        public Operation operation(Names names) {
            return new Operation.Void(names.id(hold), words);
        }
    }

    record Reverse(int original, @Nullable BigInteger amount, Words words) implements Mutation {
        @Override
        public Operation operation(Names names) {
            return new Operation.Reverse(names.id(original), amount, words);
        }
    }

    record Change(int account, boolean frozen) implements Mutation {
        @Override
        public Operation operation(Names names) {
            return new Operation.Change(names.id(account), frozen);
        }
    }

    record Close(int account) implements Mutation {
        @Override
        public Operation operation(Names names) {
            return new Operation.Close(names.id(account));
        }
    }

    /** The mutation of that step, with its key. */
    record Again(int of, Mutation content) implements Action {}

    /** Another mutation with the key of that step. */
    record Other(int of, Mutation content) implements Action {}

    /** The end of whatever has that step's key. */
    record Cancel(int of) implements Action {}

    /** What became of that step's key. */
    record Look(int of) implements Action {}

    /** A request that changes nothing. */
    sealed interface Read extends Action {}

    record ReadAccount(int account) implements Read {}

    record ReadEntry(int entry) implements Read {}

    record ReadTransfer(int transfer) implements Read {}

    /** The newest transfers of an account. */
    record ReadTransfers(int account, int limit) implements Read {}

    /** Whose reference that is. */
    record FindReference(String reference) implements Read {}

    /** A request that is refused whatever there is. */
    record Bad(BadRequest request) implements Action {}
}
