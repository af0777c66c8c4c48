package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.LongBody;
import global.pryzma.ledger.api.LongWork;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.AskedTransfer;
import global.pryzma.ledger.transfer.References;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** The making of a batch of transfers. */
@Singleton
final class CreateBatch {
    private final IdempotencyEngine engine;
    private final AtomicBatchMutation atomic;
    private final IndependentBatchMutation independent;
    private final Accounts accounts;
    private final ControlAccounts controlAccounts;
    private final References references;

    CreateBatch(
            IdempotencyEngine engine,
            AtomicBatchMutation atomic,
            IndependentBatchMutation independent,
            Accounts accounts,
            ControlAccounts controlAccounts,
            References references) {
        this.engine = engine;
        this.atomic = atomic;
        this.independent = independent;
        this.accounts = accounts;
        this.controlAccounts = controlAccounts;
        this.references = references;
    }

    /** From a JSON object. */
    Answer from(byte[] body, MutationRequest request) {
        LongBody<AskedTransfer> json =
                LongWork.inTurn(() ->
                        LongBody.parse(
                                body,
                                BatchCommand.LIST,
                                BatchCommand.MAX_ITEMS,
                                AskedTransfer::of,
                                AskedTransfer::ofPlain));
        JsonBody fields = json.fields();
        boolean all = fields.requiredBoolean("atomic");
        checkReferences(json);
        fields.done();
        return create(json.items(), all, request);
    }

    /** From lines, each of which is a transfer. */
    Answer fromLines(byte[] lines, boolean all, MutationRequest request) {
        LongBody<AskedTransfer> body =
                LongWork.inTurn(() ->
                        LongBody.parseLines(
                                lines,
                                BatchCommand.LIST,
                                BatchCommand.MAX_ITEMS,
                                AskedTransfer::of));
        checkReferences(body);
        body.fields().done();
        return create(body.items(), all, request);
    }

    private static void checkReferences(LongBody<AskedTransfer> body) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < body.items().size(); i++) {
            String reference = body.items().get(i).words().reference();
            Integer first = reference == null ? null : places.putIfAbsent(reference, i);
            if (first != null) {
                body.refuse(i, "reference", "is the reference of " + body.pointer(first));
            }
        }
    }

    private Answer create(List<AskedTransfer> asked, boolean all, MutationRequest request) {
        byte[] content = LongWork.inTurn(() -> BatchCommand.content(asked));
        Supplier<Prepared<BatchCommand>> facts =
                () ->
                        references.unlessAnyInUse(
                                BatchCommand.places(asked),
                                request,
                                () -> prepared(asked, request.call()));
        return all
                ? engine.execute(atomic, content, facts, request)
                : engine.execute(independent, content, facts, request);
    }

    private Prepared<BatchCommand> prepared(List<AskedTransfer> asked, LedgerCall call) {
        Set<UUID> ids = new HashSet<>();
        for (AskedTransfer item : asked) {
            ids.add(item.debitAccountId());
            ids.add(item.creditAccountId());
        }
        Map<UUID, AccountFacts> found = accounts.find(call, ids);
        if (found.size() < ids.size()) {
            return noAccounts(asked, found);
        }
        List<BatchItem> items = new ArrayList<>(asked.size());
        SortedMap<Integer, String> currencies = new TreeMap<>();
        for (AskedTransfer item : asked) {
            LedgerNumber number = Objects.requireNonNull(found.get(item.debitAccountId())).ledger();
            items.add(new BatchItem(item, number.number()));
            currencies.put(number.number(), number.currency());
        }
        // Of the anchor.
        controlAccounts.ensure(currencies.firstKey(), call);
        return new Prepared.Ready<>(new BatchCommand(items, currencies));
    }

    private static Prepared<BatchCommand> noAccounts(
            List<AskedTransfer> asked, Map<UUID, AccountFacts> found) {
        List<FieldError> missing = new ArrayList<>();
        for (int i = 0; i < asked.size() && missing.size() < Problem.MOST_ERRORS; i++) {
            AskedTransfer item = asked.get(i);
            String pointer = BatchCommand.pointer(i);
            if (!found.containsKey(item.debitAccountId())) {
                missing.add(noAccount(pointer + "/debit_account_id"));
            }
            if (missing.size() < Problem.MOST_ERRORS
                    && !found.containsKey(item.creditAccountId())) {
                missing.add(noAccount(pointer + "/credit_account_id"));
            }
        }
        return new Prepared.Refused<>(
                new Problem(
                        ProblemCode.NOT_FOUND,
                        "there is no account with the id in " + missing.getFirst().pointer(),
                        missing));
    }

    private static FieldError noAccount(String pointer) {
        return new FieldError("there is no such account", pointer);
    }
}
