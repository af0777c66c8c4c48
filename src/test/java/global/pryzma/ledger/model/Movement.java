package global.pryzma.ledger.model;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.UUID;

/** A transfer of the model: a plain one, a hold, the end of a hold, a reversal, or of an entry. */
public final class Movement {
    /** In the place of an account that is not shown. */
    static final UUID NOBODY = new UUID(0, 0);

    final UUID id;
    final Kind kind;
    final UUID debit;
    final UUID credit;
    final BigInteger amount;
    final Words words;
    final long createdAtNanos;

    /** Of a hold's end the hold, of a reversal what it reverses, of a line the entry. */
    final @Nullable UUID of;

    /** Of a hold that expires; else 0. */
    final long timeoutSeconds;

    /** Of a hold that was ended by somebody. */
    @Nullable Movement end;

    /** What has been taken back of it. */
    BigInteger reversed = BigInteger.ZERO;

    Movement(
            UUID id,
            Kind kind,
            UUID debit,
            UUID credit,
            BigInteger amount,
            Words words,
            @Nullable UUID of,
            long timeoutSeconds,
            long createdAtNanos) {
        this.id = id;
        this.kind = kind;
        this.debit = debit;
        this.credit = credit;
        this.amount = amount;
        this.words = words;
        this.of = of;
        this.timeoutSeconds = timeoutSeconds;
        this.createdAtNanos = createdAtNanos;
    }

    enum Kind {
        PLAIN,
        HOLD,
        POST,
        VOID,
        REVERSAL,
        LINE
    }

    /** Of a hold, at some time. */
    enum State {
        PENDING,
        POSTED,
        VOIDED,
        EXPIRED
    }

    public UUID id() {
        return id;
    }

    public boolean isHold() {
        return kind == Kind.HOLD;
    }

    public boolean touches(UUID account) {
        return debit.equals(account) || credit.equals(account);
    }

    /** When nobody can end it any more; the largest number if it does not expire. */
    public long expiresAtNanos() {
        return timeoutSeconds == 0 ? Long.MAX_VALUE : Moment.after(createdAtNanos, timeoutSeconds);
    }

    State state(long now) {
        if (end != null) {
            return end.kind == Kind.POST ? State.POSTED : State.VOIDED;
        }
        return expiresAtNanos() <= now ? State.EXPIRED : State.PENDING;
    }

    /** Whether it is a hold that nobody has ended and whose time is over. */
    boolean isExpired(long now) {
        return isHold() && state(now) == State.EXPIRED;
    }

    /** Whether it is a hold that can be ended. */
    public boolean isOpen(long now) {
        return isHold() && state(now) == State.PENDING;
    }

    /** Whether it moved money that can be taken back. */
    public boolean isReversible() {
        return kind == Kind.PLAIN || (isHold() && end != null && end.kind == Kind.POST);
    }

    /** What it has moved. */
    BigInteger moved() {
        return isHold() && end != null ? end.amount : amount;
    }

    /** What can still be taken back. */
    public BigInteger left() {
        return moved().subtract(reversed);
    }

    /** Whether it moves from the one to the other, as far as it is shown. */
    public boolean isBetween(UUID from, UUID to) {
        return (debit.equals(NOBODY) || debit.equals(from))
                && (credit.equals(NOBODY) || credit.equals(to));
    }

    public UUID debit() {
        return debit;
    }

    public UUID credit() {
        return credit;
    }

    public BigInteger amount() {
        return amount;
    }

    public BigInteger reversed() {
        return reversed;
    }
}
