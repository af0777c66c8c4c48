package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.security.Scope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A mutation for tests, of which the service has two versions: the newer one writes the content in
 * another order, and something into {@code user_data_128}.
 *
 * @param encodingVersion 1 or 2
 */
record Move(int encodingVersion) implements Mutation<Move.Command> {
    /** One chain of transfers from one account, an amount to each of the others. */
    record Command(int ledger, UUID from, List<UUID> to, long amount) {}

    @Override
    public String operation() {
        return "test.move";
    }

    @Override
    public Scope scope() {
        return Scope.TRANSFERS_WRITE;
    }

    @Override
    public byte[] content(Command command) {
        return content(encodingVersion, command);
    }

    @Override
    public byte[] contentOfVersion(int version, byte[] content) {
        if (version > encodingVersion) {
            throw new IllegalArgumentException("unknown encoding version " + version);
        }
        return content(version, read(content));
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
    public byte[] encode(Command command) {
        return content(command);
    }

    @Override
    public Command decode(int version, byte[] encoded) {
        if (version > encodingVersion) {
            throw new IllegalArgumentException("unknown encoding version " + version);
        }
        return read(encoded);
    }

    private static Command read(byte[] encoded) {
        CommandReader reader = CommandReader.of(encoded);
        List<String> to = reader.optionalTexts("to");
        return new Command(
                reader.integer("ledger"),
                reader.uuid("from"),
                to == null ? List.of() : to.stream().map(UUID::fromString).toList(),
                reader.number("amount"));
    }

    @Override
    public Plan plan(Command command, Identity identity) {
        List<TransferFields> chain = new ArrayList<>();
        for (int i = 0; i < command.to().size(); i++) {
            chain.add(
                    new TransferFields(
                            identity.ids().id(i),
                            LedgerId.of(command.from()),
                            LedgerId.of(command.to().get(i)),
                            Amount.of(command.amount()),
                            LedgerId.NONE,
                            identity.encodingVersion() == 1 ? LedgerId.NONE : identity.id(),
                            identity.fingerprint64(),
                            identity.encodingVersion(),
                            0,
                            command.ledger(),
                            1,
                            i + 1 < command.to().size() ? TransferFlags.LINKED : 0));
        }
        return new Plan.Transfers(chain);
    }

    @Override
    public Conclusion conclude(Command command, Identity identity, Applied applied) {
        if (!(applied instanceof Applied.Transfers(List<LedgerTransfer> transfers))) {
            throw new IllegalArgumentException("not what was planned: " + applied);
        }
        String body = "{\"moved\":" + transfers.size() + "}";
        return new Conclusion(
                new RecordedResponse(
                        201, "application/json", body.getBytes(StandardCharsets.UTF_8)),
                List.of());
    }
}
