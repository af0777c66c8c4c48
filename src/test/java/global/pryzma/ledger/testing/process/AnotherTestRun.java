package global.pryzma.ledger.testing.process;

import global.pryzma.ledger.testing.Folders;

/** What a second run of the tests, beside this one, does first: it takes a folder. */
final class AnotherTestRun {
    private AnotherTestRun() {}

    public static void main(String... none) {
        Folders.delete(Folders.temporary());
    }
}
