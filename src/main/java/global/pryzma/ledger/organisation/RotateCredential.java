package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.idempotency.SealedResponses;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The making of a further secret for a credential. */
@Singleton
final class RotateCredential {
    /** 30 days. */
    private static final int GRACE_MAX = 30 * 24 * 60 * 60;

    private final IdempotencyEngine engine;
    private final RotateCredentialMutation mutation;
    private final ReadCredentials credentials;
    private final SecretRows secrets;
    private final SealedResponses sealing;

    RotateCredential(
            IdempotencyEngine engine,
            RotateCredentialMutation mutation,
            ReadCredentials credentials,
            SecretRows secrets,
            SealedResponses sealing) {
        this.engine = engine;
        this.mutation = mutation;
        this.credentials = credentials;
        this.secrets = secrets;
        this.sealing = sealing;
    }

    Answer from(
            UUID organisation, String clientId, byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        OptionalInt grace = json.optionalInt("grace_seconds", 0, GRACE_MAX);
        json.check(grace.isPresent(), "grace_seconds", "is required");
        json.done();
        return engine.execute(
                mutation,
                RotateCredentialCommand.content(organisation, clientId, grace.getAsInt()),
                () -> prepared(organisation, clientId, grace.getAsInt(), request),
                request);
    }

    private Prepared<RotateCredentialCommand> prepared(
            UUID organisation, String clientId, int graceSeconds, MutationRequest request) {
        Optional<CredentialRow> credential = credentials.find(organisation, clientId);
        Optional<SecretRow> made = secrets.find(request.firstId().toUuid());
        if (made.isEmpty() && credential.filter(it -> it.revokedAt() != null).isPresent()) {
            return new Prepared.Refused<>(
                    Problem.of(ProblemCode.CONFLICT, "the credential was revoked"));
        }
        if (credential.filter(CredentialRow::external).isPresent()) {
            return new Prepared.Refused<>(
                    Problem.of(
                            ProblemCode.CONFLICT,
                            "the credential's secret is its issuer's to rotate"));
        }
        return Prepared.of(
                credential.map(_ ->
                        made.map(before ->
                                        new RotateCredentialCommand(
                                                organisation,
                                                clientId,
                                                graceSeconds,
                                                HexFormat.of().formatHex(before.secretHash()),
                                                null))
                                .orElseGet(() ->
                                        fresh(organisation, clientId, graceSeconds, request))),
                ReadCredentials.NOT_FOUND);
    }

    private RotateCredentialCommand fresh(
            UUID organisation, String clientId, int graceSeconds, MutationRequest request) {
        String secret = Secret.random();
        return new RotateCredentialCommand(
                organisation,
                clientId,
                graceSeconds,
                HexFormat.of().formatHex(Secret.hash(secret)),
                sealing.seal(request, secret));
    }
}
