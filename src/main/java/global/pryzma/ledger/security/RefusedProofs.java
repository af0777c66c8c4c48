package global.pryzma.ledger.security;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** Those who are told of each refused proof of who calls; they keep nobody waiting. */
public interface RefusedProofs {
    /**
     * Somebody was refused.
     *
     * @param reason one of a few
     * @param organisation of the client, where that has been proved
     * @param clientId as it was proved, or else as it was claimed: any text
     * @param address from which it came
     */
    void refused(
            String reason,
            @Nullable UUID organisation,
            @Nullable String clientId,
            ClientAddress address);
}
