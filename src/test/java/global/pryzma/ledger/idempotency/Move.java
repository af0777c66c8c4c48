package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.security.Scope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A mutation for tests, of which the service has two versions: the newer one writes the content in
 * another order, and something into {@code user_data_128}.
 *
 * @param encodingVersion 1 or 2
 */
record Move(int encodingVersion) implements ChainMutation<Move.Command> {
    /**
     * One chain of transfers from one account, an amount to each of the others.
     *
     * @param version of the service that it is written by
     */
    record Command(int version, int ledger, UUID from, List<UUID> to, long amount)
            implements global.pryzma.ledger.idempotency.command.Command {
        @Override
        public byte[] content() {
            return Move.content(version, this);
        }

        @Override
        public byte[] encode() {
            return content();
        }
    }

    @Override
    public String operation() {
        return "test.move";
    }

    @Override
    public Scope scope() {
        return Scope.TRANSFERS_WRITE;
    }

    @Override
    public byte[] contentOfVersion(int version, byte[] content) {
        return content(version, decode(version, CommandReader.of(content)));
    }

    private static byte[] content(int version, Command command) {
        List<String> to = command.to().stream().map(UUID::toString).toList();
        CommandWriter writer = CommandWriter.begin();
        return version == 1
                ? writer.uuid("from", command.from())
                        .texts("to", to)
                        .number("amount", command.amount())
                        .number("ledger", command.ledger())
                        .end()
                : writer.number("ledger", command.ledger())
                        .number("amount", command.amount())
                        .texts("to", to)
                        .uuid("from", command.from())
                        .end();
    }

    @Override
    public Command decode(int version, CommandReader stored) {
        List<String> to = stored.optionalTexts("to");
        return new Command(
                encodingVersion,
                stored.integer("ledger"),
                stored.uuid("from"),
                to == null ? List.of() : to.stream().map(UUID::fromString).toList(),
                stored.number("amount"));
    }

    @Override
    public Set<TransferKind> firstKinds() {
        return Set.of(TransferKind.TRANSFER);
    }

    @Override
    public List<TransferFields> plan(Command command, Identity identity) {
        List<TransferFields> chain = new ArrayList<>();
        for (int i = 0; i < command.to().size(); i++) {
            chain.add(
                    identity.transfer(i)
                            .debit(LedgerId.of(command.from()))
                            .credit(LedgerId.of(command.to().get(i)))
                            .amount(Amount.of(command.amount()))
                            .related(
                                    identity.encodingVersion() == 1 ? LedgerId.NONE : identity.id())
                            .ledger(command.ledger())
                            .kind(TransferKind.TRANSFER)
                            .flags(i + 1 < command.to().size() ? TransferFlags.LINKED : 0)
                            .build());
        }
        return chain;
    }

    @Override
    public Conclusion conclude(Command command, Identity identity, List<LedgerTransfer> transfers) {
        String body = "{\"moved\":" + transfers.size() + "}";
        return new Conclusion(
                new RecordedResponse(
                        201, "application/json", body.getBytes(StandardCharsets.UTF_8)),
                List.of());
    }
}
