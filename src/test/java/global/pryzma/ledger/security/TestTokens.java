package global.pryzma.ledger.security;

import io.micronaut.context.BeanContext;

import java.util.Set;
import java.util.UUID;

/** Tokens for tests of other packages, as the service itself would issue them. */
public final class TestTokens {
    private TestTokens() {}

    /** A token for a client of the organisation. */
    public static String issue(BeanContext service, UUID organisation, Scope... scopes) {
        return issue(service, organisation, "test-client", scopes);
    }

    /** A token for this client. */
    public static String issue(
            BeanContext service, UUID organisation, String clientId, Scope... scopes) {
        return service.getBean(AccessTokens.class).issue(organisation, clientId, Set.of(scopes));
    }
}
