package global.pryzma.ledger.workload;

import global.pryzma.ledger.model.Operation;

import java.util.UUID;

/** A mutation that was carried out, at its place in the ledger's order. */
record Done(Asked asked, long timestamp) {
    Operation operation() {
        return asked.operation();
    }

    UUID id() {
        return asked.id();
    }

    Sent answer() {
        return asked.answer();
    }
}
