package global.pryzma.ledger.organisation;

import io.micronaut.context.BeanContext;

import java.util.UUID;

/** Organisations and credentials for tests, as an operator would make them. */
public final class TestCredentials {
    private TestCredentials() {}

    /** Makes a credential of a (perhaps new) organisation; gives back its secret. */
    public static String make(
            BeanContext service, UUID organisation, String clientId, String scopes) {
        CredentialRows rows = service.getBean(CredentialRows.class);
        String secret = Secret.random();
        organisation(service, organisation);
        rows.insertIfAbsent(clientId, organisation, Secret.hash(secret), scopes);
        return secret;
    }

    /** An organisation without any, if there is none with this id. */
    public static void organisation(BeanContext service, UUID organisation) {
        service.getBean(OrganisationRows.class).insertIfAbsent(organisation, "Test");
    }
}
