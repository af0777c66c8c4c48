package global.pryzma.ledger.organisation;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * The limits of organisations for which no operator has set others, under {@code pryzma.limits}.
 *
 * @param accounts how many accounts, closed ones as well, 0 to 1,000,000,000
 * @param programs how many programs, 0 to 100,000
 */
@ConfigurationProperties("pryzma.limits")
record LimitSettings(
        @Bindable(defaultValue = "10000000") int accounts,
        @Bindable(defaultValue = "10000") int programs) {
    LimitSettings {
        within(Limit.ACCOUNTS, accounts);
        within(Limit.PROGRAMS, programs);
    }

    private static void within(Limit limit, int most) {
        if (most < limit.least() || most > limit.most()) {
            throw new IllegalArgumentException(
                    "pryzma.limits.%s is %d to %d, not %d"
                            .formatted(limit.text(), limit.least(), limit.most(), most));
        }
    }
}
