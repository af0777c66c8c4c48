package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.testing.Unsayable;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;

class MailboxTest {
    @Test
    void theThreadGoesOnAfterWhateverHappensToOneTask() {
        try (Mailbox mailbox = new Mailbox("mailbox-test")) {
            mailbox.start(() -> Long.MAX_VALUE);
            mailbox.execute(() -> {
                throw new Unsayable();
            });
            CompletableFuture<Void> done = new CompletableFuture<>();
            mailbox.execute(() -> done.complete(null));
            done.join();
        }
    }
}
