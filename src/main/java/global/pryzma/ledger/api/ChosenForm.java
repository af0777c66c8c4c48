package global.pryzma.ledger.api;

/**
 * The form of the answer that a client likes best of those that the route {@link Offers}.
 *
 * @param mediaType one of them, as it stands there
 */
public record ChosenForm(String mediaType) {}
