package global.pryzma.ledger.drill;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a drill has shown.
 *
 * @param requests that were repeated
 * @param sameStatus how many of them were answered with the status of the first time
 * @param sameBody how many with its body too, byte for byte
 * @param moneyMoved whether any counter of any account differs from before the loss
 */
record Report(List<Count> counts, int requests, int sameStatus, int sameBody, boolean moneyMoved) {
    Count of(String what) {
        return counts.stream().filter(count -> count.what().equals(what)).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
        return "%s%n%s%n%nRepeated: %d requests; %d answered with the same status, %d with the same bytes.%n%s"
                .formatted(
                        Count.HEAD,
                        counts.stream().map(Count::toString).collect(Collectors.joining("\n")),
                        requests,
                        sameStatus,
                        sameBody,
                        moneyMoved
                                ? "MONEY MOVED: the ledger's counters are not what they were."
                                : "No money moved: every counter of every account is as it was, and"
                                        + " debits equal credits.");
    }
}
