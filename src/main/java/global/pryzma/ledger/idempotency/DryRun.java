package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.Rehearsal.Judgement;
import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A request that is judged and not carried out. Its plan is made like any other, with ids of a key
 * that nobody has; the ledger judges it and takes it back ({@link Rehearsal}); and what it says is
 * put into words by the same mutation. There is no claim, no reservation and no record, so that
 * nothing of the request stays, and its own key is as unused as before.
 */
final class DryRun<C extends Command> {
    /**
     * With the next bound, what a batch whose transfers are not all or none may cost the ledger.
     */
    private static final int MOST_REFUSED = 100;

    private static final int MOST_EVENTS = 80_000;

    private static final String IN_BETWEEN =
            "what is changed before the request itself comes, by other requests or by time";
    private static final String THE_KEY =
            "what its key was used for before: a dry run does not look at it";
    private static final String REFERENCES =
            "whether a reference is free then: none is reserved now";

    private final Ledger ledger;
    private final Mutations mutations;
    private final DryRunAnswers answers;
    private final Mutation<C> mutation;
    private final C command;
    private final MutationRequest request;
    private final Rehearsal rehearsal;

    DryRun(
            Ledger ledger,
            Mutations mutations,
            DryRunAnswers answers,
            Mutation<C> mutation,
            C command,
            MutationRequest request) {
        this.ledger = ledger;
        this.mutations = mutations;
        this.answers = answers;
        this.mutation = mutation;
        this.command = command;
        this.request = request;
        this.rehearsal = new Rehearsal(ledger, request.call());
    }

    /**
     * What would come of a request that is refused for a reason that may go. The request itself is
     * told so once its key is dead in the ledger, and so not while that is away: here the ledger
     * has to answer, too, and is asked for nothing else.
     */
    static Answer refused(Problem problem, Ledger ledger, LedgerCall call) {
        return switch (new Rehearsal(ledger, call).judge(List.of())) {
            case Judgement.Passed() -> new Answer.Refused(problem);
            case Judgement.Unknown(Problem unanswered) -> new Answer.Refused(unanswered);
            case Judgement.Broken _, Judgement.TooMany _ ->
                    throw new IllegalStateException("nothing was to be judged");
        };
    }

    /** What would come of it. */
    Answer answer() {
        return switch (mutation) {
            case ChainMutation<C> chain -> ofChain(chain);
            case IndependentTransfersMutation<C> many -> ofIndependent(many);
            case AccountsMutation<C> _, RowsMutation<C> _ ->
                    throw new IllegalStateException("no dry run of " + mutation.operation());
        };
    }

    private Answer ofChain(ChainMutation<C> chain) {
        List<TransferFields> plan = transfers(work());
        ProForma books = ProForma.read(plan, ledger, request.call());
        return switch (rehearsal.judge(plan)) {
            case Judgement.Passed() ->
                    foreseen(
                            books.after(plan),
                            (work, time) ->
                                    chain.conclude(
                                            command,
                                            work.identity(),
                                            transfers(work).stream()
                                                    .map(it ->
                                                            new LedgerTransfer(books.row(it), time))
                                                    .toList()));
            case Judgement.Broken(Culprit<TransferResult> culprit) ->
                    new Answer.Refused(
                            ChainSide.rejection(chain, command, culprit, ledger, request.call()));
            case Judgement.TooMany(int maxEvents) when plan.size() > maxEvents ->
                    new Answer.Refused(chain.tooLarge(maxEvents));
            case Judgement.TooMany(int maxEvents) -> tooMany(maxEvents);
            case Judgement.Unknown(Problem problem) -> new Answer.Refused(problem);
        };
    }

    /**
     * A transfer that is refused leaves things as they were for those behind it, and would break
     * the chain: so it is left out, and the rest is judged again.
     */
    private Answer ofIndependent(IndependentTransfersMutation<C> many) {
        Plan.IndependentTransfers plan = independent(work());
        ProForma books = ProForma.read(plan.items(), ledger, request.call());
        SortedMap<Integer, TransferResult> refused = new TreeMap<>();
        int events = 0;
        while (refused.size() <= MOST_REFUSED && events <= MOST_EVENTS) {
            List<Integer> left =
                    IntStream.range(0, plan.items().size())
                            .filter(i -> !refused.containsKey(i))
                            .boxed()
                            .toList();
            List<TransferFields> chain = new ArrayList<>(1 + left.size());
            chain.add(plan.anchor());
            left.forEach(i -> chain.add(plan.items().get(i)));
            events += chain.size();
            switch (rehearsal.judge(chain)) {
                case Judgement.Passed() -> {
                    return foreseen(
                            books.after(chain.subList(1, chain.size())),
                            (work, time) -> conclusion(many, work, refused, time));
                }
                case Judgement.Broken(Culprit<TransferResult>(int index, TransferResult why)) ->
                        refused.put(left.get(index - 1), why); // nothing refuses an anchor
                case Judgement.TooMany(int maxEvents) -> {
                    return tooMany(maxEvents);
                }
                case Judgement.Unknown(Problem problem) -> {
                    return new Answer.Refused(problem);
                }
            }
        }
        return new Answer.Refused(
                Problem.of(
                        ProblemCode.INVALID_PARAMETER,
                        "a dry run can't tell all of this batch: of its first "
                                + (refused.lastKey() + 1)
                                + " transfers "
                                + refused.size()
                                + " would be refused; ask for fewer at a time"));
    }

    private Conclusion conclusion(
            IndependentTransfersMutation<C> many,
            PlannedWork<C> work,
            SortedMap<Integer, TransferResult> refused,
            long time) {
        Plan.IndependentTransfers plan = independent(work);
        List<ItemOutcome> outcomes = new ArrayList<>(plan.items().size());
        for (TransferFields item : plan.items()) {
            TransferResult why = refused.get(outcomes.size());
            outcomes.add(
                    why == null
                            ? new ItemOutcome.Made(new LedgerTransfer(item, time))
                            : new ItemOutcome.Refused(why));
        }
        return many.conclude(
                command, work.identity(), new LedgerTransfer(plan.anchor(), time), outcomes);
    }

    /**
     * The anchor, which both kinds of batch have, is one more, and so is what the ledger always
     * refuses; nothing else is ever so large.
     */
    private static Answer tooMany(int maxEvents) {
        return new Answer.Refused(
                Problem.of(
                        ProblemCode.INVALID_PARAMETER,
                        "a dry run of a batch has at most " + (maxEvents - 2) + " transfers here"));
    }

    /** How the mutation ends, once its rows are made at this time. */
    private interface Ending<C extends Command> {
        Conclusion of(PlannedWork<C> work, long time);
    }

    private Answer foreseen(List<LedgerAccount> after, Ending<C> ending) {
        return new Answer.Foreseen(
                answers.of(
                        told(ending, 1),
                        told(ending, 2),
                        request.scopes().contains(Scope.ACCOUNTS_READ)
                                ? Optional.of(after)
                                : Optional.empty(),
                        unforeseen()));
    }

    private RecordedResponse told(Ending<C> ending, long time) {
        PlannedWork<C> work = work();
        return work.told(ending.of(work, time).response(), mutations);
    }

    private List<String> unforeseen() {
        return mutation.reservations(command).isEmpty()
                ? List.of(IN_BETWEEN, THE_KEY)
                : List.of(IN_BETWEEN, THE_KEY, REFERENCES);
    }

    /** With ids of a key that is made up each time. */
    private PlannedWork<C> work() {
        return PlannedWork.fresh(
                mutation,
                command,
                new ScopedKey(request.organisation(), IdempotencyKey.madeUp().value()),
                Fingerprint.of(mutation.operation(), command.content()));
    }

    private static List<TransferFields> transfers(PlannedWork<?> work) {
        return ((Plan.Chain) work.plan()).transfers();
    }

    private static Plan.IndependentTransfers independent(PlannedWork<?> work) {
        return (Plan.IndependentTransfers) work.plan();
    }
}
