package global.pryzma.ledger.operations;

import java.util.Locale;

/** How well the service, or a part of it, does its work; the worse comes later. */
public enum ServiceStatus {
    AVAILABLE,
    /** It does its work, and not as it should: somebody waits, or something stands still. */
    DEGRADED,
    /** Requests that need it fail. */
    UNAVAILABLE;

    /** The worse of the two. */
    public ServiceStatus or(ServiceStatus other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** As it is stored, and told. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
