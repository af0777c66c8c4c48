package global.pryzma.ledger.account;

import global.pryzma.ledger.ledger.AccountFlags;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * The type of an account: what it is for, and by which rules it is kept. Names and codes are
 * permanent.
 */
public enum AccountType {
    /** What is owed to a person. */
    CONSUMER(1, NormalSide.CREDIT, AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS),
    /** What is owed to a business. */
    BUSINESS(2, NormalSide.CREDIT, AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS),
    /** Money set aside. */
    RESERVE(3, NormalSide.CREDIT, AccountFlags.DEBITS_MUST_NOT_EXCEED_CREDITS),
    /** The place where money enters and leaves the books. */
    SETTLEMENT(10, NormalSide.DEBIT, 0),
    FEE(20, NormalSide.CREDIT, 0),
    REVENUE(21, NormalSide.CREDIT, 0),
    /** A party outside the books; like the accounts of those inside, it is positive when owed. */
    EXTERNAL(30, NormalSide.CREDIT, 0);

    private final int code;
    private final NormalSide normalSide;
    private final int limitFlags;

    AccountType(int code, NormalSide normalSide, int limitFlags) {
        this.code = code;
        this.normalSide = normalSide;
        this.limitFlags = limitFlags;
    }

    /** The number in the ledger and in Postgres. */
    public int code() {
        return code;
    }

    public NormalSide normalSide() {
        return normalSide;
    }

    /** {@link AccountFlags} of a new account of this type. */
    int flags() {
        // History can't be added later, and an account without it has no past to show an auditor.
        return AccountFlags.HISTORY | limitFlags;
    }

    /** Whether its debits can't exceed its credits. */
    boolean isLimited() {
        return limitFlags != 0;
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the code is one of a type. */
    static boolean isCode(int code) {
        return Stream.of(values()).anyMatch(type -> type.code == code);
    }

    /** The type with this code; IllegalArgumentException if there is none. */
    static AccountType ofCode(int code) {
        for (AccountType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("no account type has the code " + code);
    }

    /** The type with this name; IllegalArgumentException if there is none. */
    static AccountType ofWire(String name) {
        for (AccountType type : values()) {
            if (type.wire().equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no account type is called " + name);
    }
}
