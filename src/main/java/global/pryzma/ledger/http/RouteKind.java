package global.pryzma.ledger.http;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kinds of routes: which stages of the pipeline their requests pass, and what bounds them
 * beside the size of a body and the number of connections, which bound all. A route that is of none
 * of them fails the build (RouteRulesTest).
 */
enum RouteKind {
    /** What organisations and operators do, with a token: the operations of the contract. */
    API(EnumSet.allOf(PipelineStage.class), Limit.RATE_OF_CREDENTIAL, "/v1"),

    /** For clients that have no token yet, or are about to lose one. */
    CLIENTS(EnumSet.allOf(PipelineStage.class), Limit.RATE_OF_ADDRESS, "/oauth2"),

    /** What is the same for everybody, and to be read. */
    PAGE(
            EnumSet.complementOf(EnumSet.of(PipelineStage.INTAKE)),
            Limit.PLACES_OF_READERS,
            "/.well-known",
            "/docs",
            "/openapi.yaml",
            "/operations",
            "/problems",
            "/status",
            "/status.json"),

    /** Probes, which are not to be told that there are many others. */
    PROBE(
            EnumSet.complementOf(EnumSet.of(PipelineStage.INTAKE, PipelineStage.WORK)),
            Limit.BOUND_OF_ITS_OWN,
            "/health"),

    /** The switch of the embedded ledger, which takes the time that it takes. */
    SWITCH(
            EnumSet.complementOf(EnumSet.of(PipelineStage.INTAKE, PipelineStage.WORK)),
            Limit.BOUND_OF_ITS_OWN,
            "/embedded");

    /** What keeps requests of one kind from taking everything. */
    enum Limit {
        /** {@link RateFilter}, and an organisation's share of places. */
        RATE_OF_CREDENTIAL,
        /** {@link RateFilter}. */
        RATE_OF_ADDRESS,
        /** {@link Admission}: an eighth of all places. */
        PLACES_OF_READERS,
        /** Whoever answers sees to it. */
        BOUND_OF_ITS_OWN
    }

    private final Set<PipelineStage> stages;
    private final Limit limit;
    private final List<String> paths;
    private final List<String> folders;

    RouteKind(Set<PipelineStage> stages, Limit limit, String... paths) {
        this.stages = stages;
        this.limit = limit;
        this.paths = List.of(paths);
        this.folders = this.paths.stream().map(path -> path + "/").toList();
    }

    /** Empty for a route that nobody has thought of. */
    static Optional<RouteKind> of(String template) {
        for (RouteKind kind : values()) {
            for (int i = 0; i < kind.paths.size(); i++) {
                if (template.startsWith(kind.folders.get(i))
                        || template.equals(kind.paths.get(i))) {
                    return Optional.of(kind);
                }
            }
        }
        return Optional.empty();
    }

    boolean passes(PipelineStage stage) {
        return stages.contains(stage);
    }

    Limit limit() {
        return limit;
    }
}
