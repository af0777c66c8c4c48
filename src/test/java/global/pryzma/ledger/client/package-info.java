/**
 * The Java client that openapi-generator makes of {@code openapi.yaml} in each build ({@code
 * global.pryzma.client}), and a user's whole work with it. Where it stumbles, the contract is
 * mended.
 */
@NullMarked
package global.pryzma.ledger.client;

import org.jspecify.annotations.NullMarked;
