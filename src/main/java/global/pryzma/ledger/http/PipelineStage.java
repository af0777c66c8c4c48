package global.pryzma.ledger.http;

import io.micronaut.core.order.Ordered;

/**
 * The stages of the pipeline in the order in which a request passes them, from the route that it
 * was found to be for to the controller; its answer passes them backwards. What is wrong with a
 * request is said by the first stage that has anything against it, so that the order is part of the
 * contract.
 */
enum PipelineStage {
    /** Its id, for the log and for the answer: {@link RequestIdFilter}. */
    REQUEST_ID,

    /**
     * The key of its token, where that is an external issuer's and has to be read: {@link
     * KeyFilter}.
     */
    KEY,

    /** Who is calling, and whether they may: {@link AuthenticationFilter}. */
    AUTHENTICATION,

    /** Whether the caller has not come too often: {@link RateFilter}. */
    RATE,

    /** Size, media types, idempotency key, names in the query: {@link IntakeFilter}. */
    INTAKE,

    /** A place to be worked on, and an end at the deadline: {@link WorkFilter}. */
    WORK,

    /** What the engine has said becomes the response: {@link AnswerFilter}. */
    ANSWER;

    private static final int DISTANCE = 100;

    /** The first comes before any filter of the framework's, the others behind those. */
    int order() {
        return this == REQUEST_ID ? Ordered.HIGHEST_PRECEDENCE : ordinal() * DISTANCE;
    }
}
