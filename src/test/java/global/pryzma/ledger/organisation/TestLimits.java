package global.pryzma.ledger.organisation;

/** Limits for tests that need some and reach none. */
public final class TestLimits {
    private TestLimits() {}

    /** Limits as they are by default. */
    public static OrganisationLimits generous() {
        return new OrganisationLimits(new LimitSettings(1_000_000, 10_000));
    }
}
