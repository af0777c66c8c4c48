package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.security.Scope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A mutation of independent transfers for tests: an amount from one account to each of others. Its
 * response says what has become of each.
 *
 * @param encodingVersion 1 or 2: two versions of the service, of one form of the command
 */
record Spread(int encodingVersion) implements IndependentTransfersMutation<Spread.Command> {
    record Command(int ledger, UUID from, List<UUID> to, List<Long> amounts)
            implements global.pryzma.ledger.idempotency.command.Command {
        @Override
        public byte[] content() {
            return CommandWriter.begin()
                    .number("ledger", ledger)
                    .uuid("from", from)
                    .texts("to", to.stream().map(UUID::toString).toList())
                    .texts("amounts", amounts.stream().map(Object::toString).toList())
                    .end();
        }

        @Override
        public byte[] encode() {
            return content();
        }
    }

    @Override
    public String operation() {
        return "test.spread";
    }

    @Override
    public Scope scope() {
        return Scope.TRANSFERS_WRITE;
    }

    @Override
    public byte[] contentOfVersion(int version, byte[] content) {
        return content;
    }

    @Override
    public Command decode(int version, CommandReader stored) {
        return new Command(
                stored.integer("ledger"),
                stored.uuid("from"),
                Objects.requireNonNull(stored.optionalTexts("to")).stream()
                        .map(UUID::fromString)
                        .toList(),
                Objects.requireNonNull(stored.optionalTexts("amounts")).stream()
                        .map(Long::valueOf)
                        .toList());
    }

    @Override
    public Plan.IndependentTransfers plan(Command command, Identity identity) {
        List<TransferFields> items = new ArrayList<>();
        for (int i = 0; i < command.to().size(); i++) {
            items.add(
                    identity.transfer(i + 1)
                            .debit(LedgerId.of(command.from()))
                            .credit(LedgerId.of(command.to().get(i)))
                            .amount(Amount.of(command.amounts().get(i)))
                            .ledger(command.ledger())
                            .kind(TransferKind.TRANSFER)
                            .build());
        }
        return new Plan.IndependentTransfers(
                identity.anchor(items.size())
                        .debit(ControlAccounts.plain(command.ledger()))
                        .credit(ControlAccounts.neverDebited(command.ledger()))
                        .ledger(command.ledger())
                        .build(),
                items);
    }

    @Override
    public Conclusion conclude(
            Command command, Identity identity, LedgerTransfer anchor, List<ItemOutcome> outcomes) {
        String body =
                outcomes.stream()
                        .map(outcome ->
                                switch (outcome) {
                                    case ItemOutcome.Made(LedgerTransfer transfer) ->
                                            "made " + transfer.transfer().amount();
                                    case ItemOutcome.Refused(var result) -> result.rule();
                                    case ItemOutcome.Prevented() -> "prevented";
                                })
                        .collect(Collectors.joining("\",\"", "[\"", "\"]"));
        return new Conclusion(
                new RecordedResponse(
                        201, "application/json", body.getBytes(StandardCharsets.UTF_8)),
                List.of());
    }
}
