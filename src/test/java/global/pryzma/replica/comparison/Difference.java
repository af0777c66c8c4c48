package global.pryzma.replica.comparison;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The first difference between two reply bodies, for people. */
final class Difference {
    private Difference() {}

    static String of(int operation, byte[] request, byte[] expected, byte[] actual) {
        boolean results =
                operation == ReferenceModel.CREATE_ACCOUNTS
                        || operation == ReferenceModel.CREATE_TRANSFERS;
        int size = results ? 8 : 128;
        int at = 0;
        while (at + size <= Math.min(expected.length, actual.length)
                && Arrays.equals(expected, at, at + size, actual, at, at + size)) {
            at += size;
        }
        String expectedRow = row(operation, expected, at);
        String actualRow = row(operation, actual, at);
        String text =
                "%d rows expected, %d got; row %d is expected as%n  %s%nbut is%n  %s"
                        .formatted(
                                expected.length / size,
                                actual.length / size,
                                at / size,
                                expectedRow,
                                actualRow);
        return results ? text + around(operation, request, expected, actual, at) : text;
    }

    private static String row(int operation, byte[] body, int at) {
        if (at >= body.length) {
            return "(none)";
        }
        ByteBuffer bytes = ModelBytes.of(body);
        return switch (operation) {
            case ReferenceModel.CREATE_ACCOUNTS, ReferenceModel.CREATE_TRANSFERS ->
                    "event %d: code %d".formatted(bytes.getInt(at), bytes.getInt(at + 4));
            case ReferenceModel.LOOKUP_ACCOUNTS, ReferenceModel.QUERY_ACCOUNTS ->
                    ModelAccount.read(bytes, at).toString();
            case ReferenceModel.GET_ACCOUNT_BALANCES ->
                    "balances %s %s %s %s at %d"
                            .formatted(
                                    ModelBytes.u128(bytes, at),
                                    ModelBytes.u128(bytes, at + 16),
                                    ModelBytes.u128(bytes, at + 32),
                                    ModelBytes.u128(bytes, at + 48),
                                    bytes.getLong(at + 64));
            default -> ModelTransfer.read(bytes, at).toString();
        };
    }

    /** The events about the first one whose result differs. */
    private static String around(
            int operation, byte[] request, byte[] expected, byte[] actual, int at) {
        int index = Integer.MAX_VALUE;
        for (byte[] results : List.of(expected, actual)) {
            if (at < results.length) {
                index = Math.min(index, ModelBytes.of(results).getInt(at));
            }
        }
        List<String> events = new ArrayList<>();
        for (int i = Math.max(0, index - 5); i <= index && i < request.length / 128; i++) {
            ByteBuffer bytes = ModelBytes.of(request);
            events.add(
                    i
                            + ": "
                            + (operation == ReferenceModel.CREATE_ACCOUNTS
                                    ? ModelAccount.read(bytes, i * 128)
                                    : ModelTransfer.read(bytes, i * 128)));
        }
        return events.stream().collect(Collectors.joining("\n  ", "\nevents:\n  ", ""));
    }
}
