package global.pryzma.ledger.metrics;

import java.util.List;

/**
 * The list of the metrics. A name, once published, stays what it is for ever: alerts, dashboards
 * and pages go by it. Labels take few values, whatever clients send: routes as they are written in
 * the contract, codes, states, names of ours; never an id.
 */
public enum Metric {
    HTTP_REQUESTS(
            Kind.TIMES,
            "http_server_requests_seconds",
            "Requests that were answered, from their arrival to their answer",
            "method",
            "uri",
            "status",
            "error"),
    HTTP_CONNECTIONS(Kind.GAUGE, "pryzma_http_connections", "Open connections of clients"),
    HTTP_REQUESTS_ACTIVE(
            Kind.GAUGE,
            "pryzma_http_requests_active",
            "Requests that are worked on, or have an answer that was not taken"),
    HTTP_REQUESTS_LIMIT(
            Kind.GAUGE, "pryzma_http_requests_limit", "How many of them there may be at once"),
    ACCESS_LINES_DROPPED(
            Kind.COUNT,
            "pryzma_access_lines_dropped_total",
            "Lines of the access log that were left out because its writer was behind"),

    LEDGER_AVAILABLE(
            Kind.GAUGE,
            "pryzma_ledger_available",
            "1 while the ledger answers or is retried, 0 while calls are refused",
            "lane"),
    LEDGER_DEGRADED(
            Kind.GAUGE,
            "pryzma_ledger_degraded",
            "1 while an attempt has gone unanswered and retries go on",
            "lane"),
    LEDGER_CIRCUIT_STATE(
            Kind.GAUGE,
            "pryzma_ledger_circuit_state",
            "1 for the state that the circuit is in, 0 for the others",
            "lane",
            "state"),
    LEDGER_UNAVAILABLE_SECONDS(
            Kind.SECONDS_TOTAL,
            "pryzma_ledger_unavailable_seconds_total",
            "How long the ledger was unavailable to this instance, all in all"),
    LEDGER_ATTEMPTS(
            Kind.COUNT,
            "pryzma_ledger_attempts_total",
            "Messages to the ledger, and probes of it, by how they ended",
            "lane",
            "outcome"),
    LEDGER_MESSAGE_SECONDS(
            Kind.TIMES,
            "pryzma_ledger_message_seconds",
            "How long the ledger took to answer a message",
            "lane"),
    LEDGER_MESSAGE_EVENTS(
            Kind.SIZES,
            "pryzma_ledger_message_events",
            "Events, ids or filters that travelled in one message",
            "lane"),
    LEDGER_WAITING(
            Kind.GAUGE,
            "pryzma_ledger_waiting",
            "Calls that wait to be sent to the ledger",
            "lane"),
    LEDGER_CAPACITY(
            Kind.GAUGE, "pryzma_ledger_capacity", "How many calls may wait to be sent", "lane"),
    LEDGER_CLIENT_REPLACEMENTS(
            Kind.COUNT,
            "pryzma_ledger_client_replacements_total",
            "Clients of the ledger that another one has taken the place of",
            "reason"),

    IDEMPOTENCY_REQUESTS(
            Kind.COUNT,
            "pryzma_idempotency_requests_total",
            "Mutations that were asked for, by what became of the request",
            "operation",
            "outcome"),
    IDEMPOTENCY_PHASE_SECONDS(
            Kind.TIMES,
            "pryzma_idempotency_phase_seconds",
            "How long a mutation took to claim its key, apply its plan and record its response",
            "phase"),
    WRITER_BATCH_WRITES(
            Kind.SIZES, "pryzma_writer_batch_writes", "Writes that shared a transaction"),
    WRITER_BATCH_BYTES(
            Kind.BYTES, "pryzma_writer_batch_bytes", "About how much a transaction wrote"),
    WRITER_WAITING(Kind.GAUGE, "pryzma_writer_waiting", "Writes that wait for the writer"),
    WRITER_CAPACITY(
            Kind.GAUGE,
            "pryzma_writer_capacity",
            "How many writes may wait before requests are refused"),
    KEYS_IN_DOUBT(
            Kind.GAUGE,
            "pryzma_keys_in_doubt",
            "Keys that were claimed, have no response, and that nobody works on; 10000 for more"),
    KEYS_IN_DOUBT_OLDEST(
            Kind.SECONDS,
            "pryzma_keys_in_doubt_oldest_seconds",
            "The age of the oldest of them; 0 where there is none"),
    PURGE_LAG(
            Kind.SECONDS,
            "pryzma_purge_lag_seconds",
            "How much later than at the end of the retention keys are passed by the purge"),
    SWEEP_LAG(
            Kind.SECONDS,
            "pryzma_sweep_lag_seconds",
            "The time since the sweep has last reached the end of the ledger"),
    LEDGER_ORPHANS(
            Kind.GAUGE, "pryzma_ledger_orphans", "Rows of the ledger that nobody owns", "kind"),
    JOB_RUNS(
            Kind.COUNT,
            "pryzma_job_runs_total",
            "Runs of a background job in this instance",
            "job",
            "outcome"),
    JOB_LAST_SUCCESS(
            Kind.SECONDS,
            "pryzma_job_last_success_timestamp_seconds",
            "When this instance's last run of a job has done its work",
            "job"),
    JOB_INTERVAL(
            Kind.SECONDS,
            "pryzma_job_interval_seconds",
            "The time between two runs of a job",
            "job"),

    POSTGRES_REACHABLE(
            Kind.GAUGE, "pryzma_postgres_reachable", "1 while Postgres answers this instance"),
    POSTGRES_WRITABLE(
            Kind.GAUGE,
            "pryzma_postgres_writable",
            "1 while this instance can write, as its readiness says"),
    POSTGRES_COMMIT_WAIT(
            Kind.SECONDS,
            "pryzma_postgres_commit_wait_seconds",
            "The age of the oldest commit that waits; 0 where none does"),
    POSTGRES_STANDBY_REQUIRED(
            Kind.GAUGE,
            "pryzma_postgres_standby_required",
            "1 where a commit waits for a synchronous standby"),
    POSTGRES_STANDBY_SYNCHRONOUS(
            Kind.GAUGE,
            "pryzma_postgres_standby_synchronous",
            "Standbys that commits may wait for; NaN where the role may not see them"),
    BUILD_INFO(Kind.GAUGE, "pryzma_build_info", "1, with the version of the service", "version");

    /** What a metric tells. */
    public enum Kind {
        /** A number that only grows. */
        COUNT,
        /** A time that only grows. */
        SECONDS_TOTAL,
        /** A number as it is now. */
        GAUGE,
        /** A time as it is now. */
        SECONDS,
        /** A histogram of times. */
        TIMES,
        /** A histogram of numbers. */
        SIZES,
        /** A histogram of numbers of bytes. */
        BYTES
    }

    private final Kind kind;
    private final String text;
    private final String help;
    private final List<String> labels;

    Metric(Kind kind, String text, String help, String... labels) {
        this.kind = kind;
        this.text = text;
        this.help = help;
        this.labels = List.of(labels);
    }

    public Kind kind() {
        return kind;
    }

    /** The name, as it stands in a scrape; a histogram's is followed by {@code _bucket} there. */
    public String text() {
        return text;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }
}
