package global.pryzma.replica.journal;

import global.pryzma.replica.machine.Bodies;
import global.pryzma.replica.machine.RandomBodies;
import global.pryzma.replica.protocol.Checksum;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.U128;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Messages of every kind from a seed, as records: both limits, history, chains, two phases,
 * timeouts, closings, balancing, failures of the moment, sums beyond 64 bits.
 */
public final class States {
    private final Random random;
    private final RandomBodies creations;
    private final List<JournalRecord> records = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();

    private States(long seed) {
        random = new Random(seed);
        creations = new RandomBodies(random);
    }

    /** So many messages; they stand in the journal in this order. */
    public static States of(long seed, int messages) {
        var states = new States(seed);
        states.add(Operation.REGISTER, new byte[0], MessageLimit.FULL.batchBytes());
        states.add(Operation.CREATE_ACCOUNTS, states.creations.accounts(), 1);
        for (int i = 2; i < messages; i++) {
            states.addRandom(i);
        }
        return states;
    }

    public int size() {
        return records.size();
    }

    public JournalRecord record(int message) {
        return records.get(message);
    }

    public byte[] body(int message) {
        return bodies.get(message);
    }

    /** The state that the first so many messages make. */
    ReplicaState replayed(int messages) {
        var state = new ReplicaState(U128.ZERO);
        commit(state, 0, messages);
        return state;
    }

    void commit(ReplicaState state, int from, int to) {
        for (int message = from; message < to; message++) {
            state.commit(record(message), body(message), true);
        }
    }

    private void addRandom(int number) {
        switch (random.nextInt(12)) {
            case 0 -> add(Operation.PULSE, new byte[0], 8190);
            case 1 -> add(Operation.LOOKUP_ACCOUNTS, Bodies.id(1), number);
            case 2 -> add(Operation.REGISTER, new byte[0], MessageLimit.FULL.batchBytes());
            default -> add(Operation.CREATE_TRANSFERS, creations.transfers(), number);
        }
    }

    private void add(Operation operation, byte[] body, int number) {
        long op = records.size() + 1L;
        U128 client =
                switch (operation) {
                    case PULSE -> U128.ZERO;
                    case REGISTER -> U128.of(100 + op);
                    default -> U128.of(101);
                };
        bodies.add(body);
        records.add(
                new JournalRecord(
                        op,
                        op * 1_000_000_000,
                        operation,
                        client,
                        U128.of(op),
                        number,
                        Header.RELEASE,
                        Checksum.of(body, 0, body.length),
                        body.length));
    }
}
