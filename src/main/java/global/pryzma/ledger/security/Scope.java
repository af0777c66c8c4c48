package global.pryzma.ledger.security;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A thing that a token may be allowed to do. */
public enum Scope {
    ACCOUNTS_READ("accounts.read"),
    ACCOUNTS_WRITE("accounts.write"),
    PROGRAMS_READ("programs.read"),
    PROGRAMS_WRITE("programs.write"),
    TRANSFERS_READ("transfers.read"),
    TRANSFERS_WRITE("transfers.write"),
    ORGANISATIONS_READ("organisations.read"),
    ORGANISATIONS_WRITE("organisations.write"),
    AUDIT_READ("audit.read"),
    /** The scope of operators, across all organisations. */
    LEDGER_OPERATE("ledger.operate");

    /** The prefix behind which a scope may stand in tokens; it may also stand alone. */
    public static final String PREFIX = "https://api.pryzma.global/";

    private final String value;

    Scope(String value) {
        this.value = value;
    }

    /**
     * Whether it is about the deployment and not about one organisation's books: a credential that
     * has such a scope is an operator's, and no other is.
     */
    public boolean isForOperators() {
        return switch (this) {
            case ORGANISATIONS_READ, ORGANISATIONS_WRITE, AUDIT_READ, LEDGER_OPERATE -> true;
            case ACCOUNTS_READ,
                    ACCOUNTS_WRITE,
                    PROGRAMS_READ,
                    PROGRAMS_WRITE,
                    TRANSFERS_READ,
                    TRANSFERS_WRITE ->
                    false;
        };
    }

    public String value() {
        return value;
    }

    /**
     * The names of scopes with spaces between (RFC 6749, section 3.3), always in the same order.
     */
    public static String format(Set<Scope> scopes) {
        return Stream.of(values())
                .filter(scopes::contains)
                .map(Scope::value)
                .collect(Collectors.joining(" "));
    }

    /**
     * The scope with this name, short or with {@link #PREFIX}; empty for one that we do not know.
     */
    public static Optional<Scope> parse(String text) {
        String name = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        for (Scope scope : values()) {
            if (scope.value.equals(name)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }

    /**
     * The scopes in a text with spaces between. Those that we do not know allow nothing, so they
     * are passed over.
     */
    public static Set<Scope> parseAll(String text) {
        return Stream.of(text.split(" "))
                .map(Scope::parse)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }
}
