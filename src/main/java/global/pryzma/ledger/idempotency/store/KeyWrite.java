package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.packed.PackedResponse;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.postgres.rows.Places;
import global.pryzma.ledger.postgres.rows.RowCondition;
import global.pryzma.ledger.postgres.rows.RowWrite;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A write to the rows of a key, as it waits for the {@link KeyWriter}. */
public sealed interface KeyWrite {
    ScopedKey key();

    /**
     * Completes exceptionally with {@link WriteFailure} when the write was not, or may not have
     * been, done.
     */
    CompletableFuture<?> done();

    /** About how much it writes. */
    default long bytes() {
        return ROW_BYTES;
    }

    /** What every write costs, however little it says. */
    long ROW_BYTES = 128;

    /** The response for the case that another key holds what is to be reserved. */
    @FunctionalInterface
    interface ReservationConflict {
        /**
         * The response.
         *
         * @param holder what has it; null if that is not known any more
         */
        RecordedResponse response(Reservation taken, @Nullable LedgerId holder);
    }

    /**
     * Claims the key, if nobody has.
     *
     * @param operation null for a refusal of whatever may be asked; the fingerprint says so as well
     * @param work the command and the plan
     * @param leaseMillis how long nobody else may work on it
     * @param firstId that the key gives; it stands for the key among the traces
     * @param traced the fingerprint with which there may be a trace: the claim's own, as an earlier
     *     version of the service made it if that has left the trace; another one refuses the claim
     * @param conflict the definite response for the case that another key holds a reservation that
     *     this one needs; null if the claim is not to be kept then
     * @param conflictTrace goes with that response; null for a key that leaves nothing here
     * @param ending the end of a claim that is concluded at once; null for one that is made to be
     *     executed
     * @param quota what the organisation has to have a place for; null for nothing
     * @param mayBeLost whether a crash of Postgres may take the claim back, because the ledger says
     *     by itself what became of it: it need not reach the disk before the plan is submitted
     */
    record Claim(
            ScopedKey key,
            @Nullable String operation,
            int encodingVersion,
            Fingerprint fingerprint,
            WorkColumns work,
            UUID owner,
            long leaseMillis,
            UUID firstId,
            Fingerprint traced,
            List<Reservation> reservations,
            @Nullable ReservationConflict conflict,
            @Nullable KeyTrace conflictTrace,
            @Nullable Ending ending,
            @Nullable Quoted quota,
            boolean mayBeLost,
            CompletableFuture<ClaimResult> done)
            implements KeyWrite {
        public Claim {
            if (mayBeLost && !(reservations.isEmpty() && ending == null && quota == null)) {
                throw new IllegalArgumentException("more would be lost than the claim");
            }
            if (quota != null && !(reservations.isEmpty() && ending == null)) {
                throw new IllegalArgumentException(
                        "whoever takes a place reserves nothing else, and has an end to wait for");
            }
        }

        /** Its place, if it has one to take. */
        @Nullable HeldPlace place() {
            return quota == null
                    ? null
                    : new HeldPlace(quota.places(), key.organisation(), firstId);
        }

        @Override
        public long bytes() {
            return ROW_BYTES + work.bytes() + (ending == null ? 0 : ending.bytes());
        }
    }

    /**
     * The definite response to what has nothing to wait for, and what is written with it: the claim
     * and its end are one transaction.
     *
     * @param trace of a key that leaves nothing in the ledger; null for the others
     * @param guarded what must hold for it; null for nothing
     */
    record Ending(
            RecordedResponse response,
            List<? extends RowWrite> rows,
            @Nullable KeyTrace trace,
            @Nullable Guarded guarded) {
        public Ending(
                RecordedResponse response,
                List<? extends RowWrite> rows,
                @Nullable KeyTrace trace) {
            this(response, rows, trace, null);
        }

        /** This one, or that which is in its place if what must hold for it does not. */
        Ending judged(boolean holds) {
            return guarded == null || holds ? this : guarded.otherwise().get();
        }

        long bytes() {
            return response.body().length + rows.stream().mapToLong(RowWrite::bytes).sum();
        }
    }

    /**
     * What must hold for an ending.
     *
     * @param otherwise makes the ending in its place, which is seldom needed
     */
    record Guarded(RowCondition condition, Supplier<Ending> otherwise) {}

    /**
     * The place among so many that a claim takes.
     *
     * @param atAnyRate also if there is none left: of what the ledger has already
     */
    record Quoted(Places places, boolean atAnyRate) {}

    /**
     * The place that a claim has taken.
     *
     * @param id the first one that the key gives
     */
    record HeldPlace(Places places, UUID organisation, UUID id) {}

    /**
     * Writes the response and the rows that go with it, if none is there yet and the fingerprint
     * matches.
     *
     * @param trace of a key that leaves nothing in the ledger; null for the others
     * @param rejected whether nothing came of it, so that what it holds is free again
     * @param hasReservations whether it may hold any
     * @param freed what of that is free again though something came of it
     * @param place what it holds; null for nothing
     */
    record Recording(
            ScopedKey key,
            Fingerprint fingerprint,
            PackedResponse response,
            List<? extends RowWrite> rows,
            @Nullable KeyTrace trace,
            boolean rejected,
            boolean hasReservations,
            List<Reservation> freed,
            @Nullable HeldPlace place,
            CompletableFuture<RecordResult> done)
            implements KeyWrite {
        boolean releasesReservations() {
            return rejected && hasReservations;
        }

        @Override
        public long bytes() {
            return ROW_BYTES
                    + response.bytes().length
                    + rows.stream().mapToLong(RowWrite::bytes).sum();
        }
    }

    /** Lets others work on the key at once. */
    record EndLease(ScopedKey key, UUID owner, CompletableFuture<Void> done) implements KeyWrite {}

    /**
     * Takes a claim away again, of which it is known that its plan was never submitted, or can
     * never be executed.
     *
     * @param releaseReservations whether what it holds is free again; not what an earlier use of
     *     the key for the same has got
     * @param place what it gives up; null for nothing
     * @param done whether it was there, without a response, and its owner's
     */
    record Unclaim(
            ScopedKey key,
            Fingerprint fingerprint,
            UUID owner,
            boolean releaseReservations,
            @Nullable HeldPlace place,
            CompletableFuture<Boolean> done)
            implements KeyWrite {
        /** The one that gives back what was claimed so. */
        static Unclaim of(Claim claim, boolean releaseReservations) {
            return new Unclaim(
                    claim.key(),
                    claim.fingerprint(),
                    claim.owner(),
                    releaseReservations,
                    claim.place(),
                    new CompletableFuture<>());
        }
    }

    /** What became of a claim. */
    sealed interface ClaimResult {
        /**
         * @param giveBack takes the claim away again, as if it had never been made
         */
        record Claimed(Unclaim giveBack) implements ClaimResult {}

        /** The key was claimed before, by whomever. */
        record Existing(ClaimedKey row) implements ClaimResult {}

        /** The key has been used for something else, long ago; this claim is not kept. */
        record Reused() implements ClaimResult {}

        /** The key has left a trace that is not the expected one; this claim is not made. */
        record Traced(KeyTrace trace) implements ClaimResult {}

        /** Another key holds what this one has to reserve; this claim is not kept. */
        record Taken() implements ClaimResult {}

        /**
         * The same, but of that key nothing is recorded: it may be given back yet, or fail.
         *
         * @param holder that key's row
         */
        record Awaiting(ClaimedKey holder) implements ClaimResult {}

        /**
         * Another key held it, and has given it back at this moment; this claim is not kept, and
         * may be made again.
         */
        record Freed() implements ClaimResult {}

        /** The organisation has no place left for it; this claim is not kept. */
        record Exceeded() implements ClaimResult {}

        /** It is concluded, and that is recorded: it had an ending, or another key has won. */
        record Concluded(RecordedResponse response) implements ClaimResult {}
    }

    /** What became of a recording. */
    sealed interface RecordResult {
        record Recorded() implements RecordResult {}

        /** Somebody else was first. */
        record Lost(ClaimedKey row) implements RecordResult {}

        /** The claim is gone. */
        record Missing() implements RecordResult {}
    }

    /** Why a write did not happen. */
    final class WriteFailure extends RuntimeException {
        private final boolean transientFault;

        public WriteFailure(boolean transientFault, Throwable cause) {
            super(cause);
            this.transientFault = transientFault;
        }

        /**
         * Whether Postgres was out of reach or overloaded, rather than refusing this very write.
         */
        public boolean isTransient() {
            return transientFault;
        }
    }
}
