package global.pryzma.ledger.security;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who may not act although a token says so, from where others may alone, and who they are of whom a
 * token does not say it.
 *
 * @param suspended organisations
 * @param ended credentials by their client ids, for as long as a token of theirs may live
 * @param networks from which credentials may be used alone; those not named may be from all
 * @param rates requests a second, of credentials for which that was set
 * @param clients of an external issuer, with all that they may be, as long as their credentials
 *     hold
 * @param requestsInFlight how many requests an instance works on at once, of organisations for
 *     which that was set
 */
public record StandingList(
        Set<UUID> suspended,
        Map<String, Ended> ended,
        Map<String, List<AddressRange>> networks,
        Map<String, Integer> rates,
        Map<String, Caller> clients,
        Map<UUID, Integer> requestsInFlight) {
    public StandingList {
        suspended = Set.copyOf(suspended);
        ended = Map.copyOf(ended);
        networks = Map.copyOf(networks);
        rates = Map.copyOf(rates);
        clients = Map.copyOf(clients);
        requestsInFlight = Map.copyOf(requestsInFlight);
    }
}
