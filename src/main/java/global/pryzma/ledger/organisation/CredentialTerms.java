package global.pryzma.ledger.organisation;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.security.AddressRange;
import global.pryzma.ledger.security.Scope;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * What a credential is good for.
 *
 * @param expiresAt in whole microseconds; null for never
 * @param networks in CIDR notation; empty for all
 * @param rateLimit requests per second; null for the configured number
 * @param external whether it is for a client of the external issuer, and has no secret here
 */
record CredentialTerms(
        Set<Scope> scopes,
        @Nullable Instant expiresAt,
        List<String> networks,
        @Nullable Integer rateLimit,
        boolean external) {
    private static final int TEXT_MAX = 100;
    private static final int NETWORKS_MAX = 20;
    private static final int RATE_MAX = 1_000_000;
    private static final String EXTERNAL = "true";

    /** The nanoseconds of a moment on the wire have to go into 64 bits. */
    private static final int LAST_YEAR = 2199;

    CredentialTerms {
        networks = List.copyOf(networks);
    }

    /** The fields of a request. */
    static CredentialTerms of(JsonBody json, boolean external) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        boolean known = true;
        for (String name : json.optionalTextList("scopes", TEXT_MAX)) {
            Optional<Scope> scope = Scope.parse(name);
            known &= scope.isPresent();
            scope.ifPresent(scopes::add);
        }
        json.check(known, "scopes", "must be scopes of this service");
        json.check(!scopes.isEmpty(), "scopes", "must have at least one");
        Optional<String> until = json.optionalText("expires_at", TEXT_MAX);
        Optional<Instant> expiresAt = until.flatMap(CredentialTerms::moment);
        json.check(
                until.isPresent() == expiresAt.isPresent(),
                "expires_at",
                "must be a moment in the form of RFC 3339, before 2200");
        List<String> texts = json.optionalTextList("networks", TEXT_MAX);
        List<AddressRange> ranges =
                texts.stream().flatMap(it -> AddressRange.network(it).stream()).toList();
        json.check(
                texts.size() <= NETWORKS_MAX && ranges.size() == texts.size(),
                "networks",
                "must be at most " + NETWORKS_MAX + " networks such as 10.1.0.0/16");
        OptionalInt rate = json.optionalInt("rate_limit", 1, RATE_MAX);
        return new CredentialTerms(
                scopes,
                expiresAt.orElse(null),
                ranges.stream().map(AddressRange::text).distinct().toList(),
                rate.isPresent() ? rate.getAsInt() : null,
                external);
    }

    private static Optional<Instant> moment(String text) {
        try {
            OffsetDateTime moment = OffsetDateTime.parse(text);
            return moment.getYear() < 1970 || moment.getYear() > LAST_YEAR
                    ? Optional.empty()
                    : Optional.of(moment.toInstant().truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** The row of a credential with them. */
    CredentialRow row(
            UUID id,
            String clientId,
            UUID organisation,
            byte[] secretHash,
            Instant createdAt,
            @Nullable Instant revokedAt) {
        return new CredentialRow(
                clientId,
                organisation,
                secretHash,
                Scope.format(scopes),
                createdAt,
                revokedAt,
                id,
                expiresAt,
                Networks.column(networks),
                rateLimit,
                external,
                0);
    }

    static CredentialTerms of(CredentialRow row) {
        return new CredentialTerms(
                Scope.parseAll(row.scopes()),
                row.expiresAt(),
                Networks.texts(row.networks()),
                row.rateLimit(),
                row.external());
    }

    /** In canonical form, version 1. */
    CommandWriter write(CommandWriter command) {
        return command.text("scopes", Scope.format(scopes))
                .text("expires_at", expiresAt == null ? null : expiresAt.toString())
                .texts("networks", networks.isEmpty() ? null : networks)
                .text("rate_limit", rateLimit == null ? null : rateLimit.toString())
                .text("external", external ? EXTERNAL : null);
    }

    static CredentialTerms read(CommandReader command) {
        String expiresAt = command.optionalText("expires_at");
        List<String> networks = command.optionalTexts("networks");
        String rate = command.optionalText("rate_limit");
        return new CredentialTerms(
                Scope.parseAll(command.text("scopes")),
                expiresAt == null ? null : Instant.parse(expiresAt),
                networks == null ? List.of() : networks,
                rate == null ? null : Integer.valueOf(rate),
                EXTERNAL.equals(command.optionalText("external")));
    }
}
