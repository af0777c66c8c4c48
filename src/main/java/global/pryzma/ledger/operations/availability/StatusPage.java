package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.operations.Cause;
import global.pryzma.ledger.operations.Component;
import global.pryzma.ledger.operations.ServiceStatus;
import global.pryzma.ledger.security.Sha256;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The status page: one document without scripts, made of codes, numbers and times alone. Colour
 * says nothing that is not said in words as well.
 */
final class StatusPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--back:#fff;--text:#1b1f24;--soft:#57606a;--line:#d0d7de;\
            --good:#1a7f37;--fair:#9a6700;--bad:#cf222e;--none:#d0d7de}
            @media(prefers-color-scheme:dark){:root{--back:#0d1117;--text:#e6edf3;--soft:#9198a1;\
            --line:#3d444d;--good:#3fb950;--fair:#d29922;--bad:#f85149;--none:#3d444d}}
            *{box-sizing:border-box}
            body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--back);color:var(--text);\
            font:1rem/1.5 system-ui,sans-serif}
            h1{font-size:1.25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
            .now{border:1px solid var(--line);border-left:.6rem solid var(--good);border-radius:.4rem;\
            padding:.8rem 1rem}
            .now.degraded{border-left-color:var(--fair)}.now.unavailable{border-left-color:var(--bad)}
            .now p{margin:.2rem 0}.now .word{font-size:1.5rem;font-weight:600}
            .soft{color:var(--soft)}
            dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.6rem;margin:0}
            dl div{border:1px solid var(--line);border-radius:.4rem;padding:.5rem .8rem}
            dt{color:var(--soft)}dd{margin:0;font-size:1.2rem;font-variant-numeric:tabular-nums}
            .days{display:flex;align-items:flex-end;gap:1px;height:3rem;margin:0;padding:0;\
            list-style:none}
            .days li{flex:1;min-width:1px;height:25%;background:var(--none)}
            .days .available{height:100%;background:var(--good)}
            .days .degraded{height:80%;background:var(--fair)}
            .days .unavailable{height:60%;background:var(--bad)}
            .ends{display:flex;justify-content:space-between;margin:.2rem 0}
            .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);\
            white-space:nowrap}
            .wide{overflow-x:auto}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line);\
            vertical-align:top}
            a{color:inherit}
            @media(max-width:36rem){thead{display:none}tr{display:block;padding:.4rem 0;\
            border-bottom:1px solid var(--line)}td,th{display:block;border:0;padding:.1rem 0}}
            """;

    /** Nothing is loaded or run, from here or elsewhere, but the one style. */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-"
                    + Base64.getEncoder().encodeToString(Sha256.of(STYLE))
                    + "'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors"
                    + " 'none'";

    private final StringBuilder html = new StringBuilder(16_384);

    private StatusPage() {}

    static String of(Report report) {
        StatusPage page = new StatusPage();
        page.head(report);
        page.now(report);
        page.uptime(report);
        page.days(report.days());
        page.parts(report.parts());
        page.incidents(report.incidents(StatusResponse.INCIDENTS));
        page.end();
        return page.html.toString();
    }

    private void head(Report report) {
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>Pryzma Ledger: ")
                .append(report.status().code())
                .append("</title><link rel=\"icon\" href=\"data:,\"><style>")
                .append(STYLE)
                .append("</style></head>\n<body><header><h1>Pryzma Ledger</h1></header>\n<main>\n");
    }

    private void now(Report report) {
        html.append("<section class=\"now ")
                .append(report.status().code())
                .append("\" aria-label=\"State now\">\n<p class=\"word\">")
                .append(word(report.status()))
                .append("</p>\n<p>Since ");
        time(report.since());
        html.append(" (")
                .append(duration(Duration.between(report.since(), report.now())))
                .append(")</p>\n<p>")
                .append(advice(report.status()))
                .append("</p>\n<p class=\"soft\">As of ");
        time(report.now());
        html.append(". Instances that run: ")
                .append(report.alive().size())
                .append(", of which available: ")
                .append(report.working())
                .append("</p>\n</section>\n");
    }

    private void uptime(Report report) {
        html.append("<h2>Uptime</h2>\n<dl>");
        uptime("24 hours", report.uptime(Duration.ofDays(1)));
        uptime("7 days", report.uptime(Duration.ofDays(7)));
        uptime("90 days", report.uptime(Duration.ofDays(90)));
        html.append("</dl>\n");
    }

    private void uptime(String title, @Nullable String percentage) {
        html.append("<div><dt>")
                .append(title)
                .append("</dt><dd>")
                .append(percentage == null ? "not known" : percentage + " %")
                .append("</dd></div>");
    }

    private void days(List<Report.Day> days) {
        html.append("<h2>The last 90 days</h2>\n<ol class=\"days\">");
        for (Report.Day day : days) {
            ServiceStatus status = day.status();
            String text =
                    status == null
                            ? day.date() + ": not known"
                            : day.date() + ": " + day.uptime() + " %, worst " + status.code();
            html.append("<li class=\"")
                    .append(status == null ? "unknown" : status.code())
                    .append("\" title=\"")
                    .append(text)
                    .append("\"><span class=\"hidden\">")
                    .append(text)
                    .append("</span></li>");
        }
        html.append("</ol>\n<p class=\"ends soft\"><span>")
                .append(days.getFirst().date())
                .append("</span><span>today (UTC)</span></p>\n")
                .append("<p class=\"soft\">Full and green: available all day. Lower and amber: at")
                .append(
                        " times degraded. Lowest and red: at times unavailable. Short and grey:"
                                + " not")
                .append(" known.</p>\n");
    }

    private void parts(List<Report.Part> parts) {
        html.append("<h2>Parts</h2>\n<table><thead><tr><th scope=\"col\">Part</th>")
                .append("<th scope=\"col\">State</th></tr></thead><tbody>\n");
        for (Report.Part part : parts) {
            Cause cause = part.cause();
            html.append("<tr><th scope=\"row\">")
                    .append(name(part.component()))
                    .append("</th><td>")
                    .append(part.status().code())
                    .append(cause == null ? "" : ": " + text(cause))
                    .append("</td></tr>\n");
        }
        html.append("</tbody></table>\n");
    }

    private void incidents(List<Incident> incidents) {
        html.append("<h2>Incidents</h2>\n");
        if (incidents.isEmpty()) {
            html.append("<p>None in 90 days, as far as is known.</p>\n");
            return;
        }
        html.append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Incidents\">")
                .append("<table><thead><tr><th scope=\"col\">Start</th>")
                .append("<th scope=\"col\">Duration</th><th scope=\"col\">State</th>")
                .append("<th scope=\"col\">Cause</th></tr></thead><tbody>\n");
        for (Incident incident : incidents) {
            html.append("<tr><td>");
            time(incident.from());
            html.append("</td><td>")
                    .append(duration(incident.duration()))
                    .append(incident.to() == null ? ", goes on" : "")
                    .append("</td><td>")
                    .append(incident.status().code())
                    .append("</td><td>")
                    .append(text(incident.cause()))
                    .append("</td></tr>\n");
        }
        html.append("</tbody></table></div>\n");
    }

    private void end() {
        html.append("</main>\n<footer><p class=\"soft\">Degraded counts as up: requests are")
                .append(" answered, some late. The same for programs: ")
                .append("<a href=\"/status.json\">/status.json</a></p></footer></body></html>\n");
    }

    private void time(Instant moment) {
        html.append("<time datetime=\"")
                .append(moment)
                .append("\">")
                .append(TIME.format(moment))
                .append("</time>");
    }

    /** In the two largest units that say something. */
    static String duration(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 86_400
                ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
                : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }

    private static String word(ServiceStatus status) {
        return switch (status) {
            case AVAILABLE -> "Available";
            case DEGRADED -> "Degraded";
            case UNAVAILABLE -> "Unavailable";
        };
    }

    private static String advice(ServiceStatus status) {
        return switch (status) {
            case AVAILABLE -> "Requests are answered as usual.";
            case DEGRADED ->
                    "Requests are answered, some of them late. Send again with the same"
                            + " idempotency key what gets 502 or 503.";
            case UNAVAILABLE ->
                    "Requests get 502 or 503. Nothing is lost: send them again with the same"
                            + " idempotency key, until they are answered.";
        };
    }

    private static String name(Component component) {
        return switch (component) {
            case TRANSFERS -> "Ledger: changes, balances";
            case QUERIES -> "Ledger: lists";
            case POSTGRES -> "Database (Postgres)";
            case SWEEP -> "Comparison of ledger and database";
        };
    }

    private static String text(Cause cause) {
        return switch (cause) {
            case NOT_RUNNING -> "the service was not running";
            case WRONG_LEDGER -> "the ledger is not the one of this database";
            case LEDGER_SILENT -> "the ledger does not answer";
            case POSTGRES_UNAVAILABLE -> "the database does not answer, or refuses";
            case POSTGRES_READ_ONLY -> "the database can't be written";
            case POSTGRES_COMMITS_WAIT -> "the database does not finish what is written";
            case SWEEP_STANDS -> "ledger and database are not compared";
            case OTHER -> "another cause";
        };
    }
}
