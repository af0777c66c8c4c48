package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The references of an organisation's transfers, and of all else that takes one. Who gets a
 * reference is decided by its reservation, which is made with the claim; what is looked at here are
 * the words that were recorded, which also stand where the reservations have been lost.
 */
@Singleton
public final class References {
    private final TransferTextRows texts;
    private final Ledger ledger;

    References(TransferTextRows texts, Ledger ledger) {
        this.texts = texts;
        this.ledger = ledger;
    }

    /**
     * What comes of a request with these words. It is refused if the reference was recorded for
     * something that another key has made, unless the request has been carried out: that is not to
     * be denied, whoever has got the reference since.
     *
     * @throws ProblemException when the ledger has to be asked, and does not answer
     */
    public <C extends Command> Prepared<C> unlessInUse(
            Wording words, MutationRequest request, Supplier<Prepared<C>> prepared) {
        Optional<Problem> inUse = inUse(words, request);
        return inUse.isPresent() ? new Prepared.Refused<>(inUse.get()) : prepared.get();
    }

    private Optional<Problem> inUse(Wording words, MutationRequest request) {
        for (Reservation wanted : words.reservations()) {
            List<UUID> holders = holders(request.organisation(), wanted.value());
            if (!holders.isEmpty()
                    && !holders.contains(request.firstId().toUuid())
                    && !wasCarriedOut(request)) {
                return Optional.of(
                        Problem.of(
                                Wording.IF_TAKEN, wanted.takenBy(LedgerId.of(holders.getFirst()))));
            }
        }
        return Optional.empty();
    }

    /**
     * The same for the references of a request's many movements.
     *
     * @param places where in the request each is asked for, as a JSON pointer, in its order
     */
    public <C extends Command> Prepared<C> unlessAnyInUse(
            SequencedMap<String, String> places,
            MutationRequest request,
            Supplier<Prepared<C>> prepared) {
        List<FieldError> taken = taken(places, request);
        return taken.isEmpty() || wasCarriedOut(request)
                ? prepared.get()
                : new Prepared.Refused<>(
                        new Problem(Wording.IF_TAKEN, taken.getFirst().detail(), taken));
    }

    private List<FieldError> taken(SequencedMap<String, String> places, MutationRequest request) {
        Map<String, LedgerId> holders = new HashMap<>();
        for (HeldReference held : held(request.organisation(), places.keySet())) {
            LedgerId holder = LedgerId.of(held.id());
            if (!DerivedIds.areOfOneKey(holder, request.firstId())) {
                holders.put(held.reference(), holder);
            }
        }
        return places.entrySet().stream()
                .filter(place -> holders.containsKey(place.getKey()))
                .limit(Problem.MOST_ERRORS)
                .map(place ->
                        new FieldError(
                                Wording.reservation(place.getKey())
                                        .takenBy(holders.get(place.getKey())),
                                place.getValue()))
                .toList();
    }

    private List<HeldReference> held(UUID organisation, Collection<String> references) {
        return references.isEmpty()
                ? List.of()
                : texts.withReferences(organisation, references.toArray(String[]::new));
    }

    private boolean wasCarriedOut(MutationRequest request) {
        return !LedgerReadings.answered(
                        ledger.lookupTransfers(List.of(request.firstId()), request.call()))
                .isEmpty();
    }

    /**
     * The ids of what has this reference: one, or none. There can be more if Postgres has lost
     * whose it is, and it was given again before the first one's request was repeated.
     */
    public List<UUID> holders(UUID organisation, String reference) {
        return texts.withReference(organisation, reference);
    }
}
