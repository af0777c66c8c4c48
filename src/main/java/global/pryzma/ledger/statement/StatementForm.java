package global.pryzma.ledger.statement;

import global.pryzma.ledger.api.ChosenForm;
import global.pryzma.ledger.problem.ProblemRenderer;

import java.util.Arrays;

/**
 * The forms in which a statement is to be had. Each ends with what is not written before every
 * entry has been, so that half of a statement never looks like a whole one, wherever it is kept.
 */
enum StatementForm {
    /** For programs; amounts in minor units, as everywhere in the API. */
    JSON(StatementForm.JSON_TYPE, "application/json", "json", false),

    /** For spreadsheets: RFC 4180. */
    CSV(StatementForm.CSV_TYPE, "text/csv; charset=utf-8; header=present", "csv", true),

    /** For people, on a screen and on paper. */
    HTML(StatementForm.HTML_TYPE, "text/html; charset=utf-8", "html", false),

    /** For accounting software: ISO 20022, {@code camt.053}. */
    XML(StatementForm.XML_TYPE, "application/xml; charset=utf-8", "xml", true);

    static final String JSON_TYPE = ProblemRenderer.JSON;
    static final String CSV_TYPE = "text/csv";
    static final String HTML_TYPE = "text/html";
    static final String XML_TYPE = "application/xml";

    private final String mediaType;
    private final String contentType;
    private final String extension;
    private final boolean attachment;

    /**
     * @param attachment whether a browser is to keep it, and not to show it
     */
    StatementForm(String mediaType, String contentType, String extension, boolean attachment) {
        this.mediaType = mediaType;
        this.contentType = contentType;
        this.extension = extension;
        this.attachment = attachment;
    }

    static StatementForm of(ChosenForm chosen) {
        return Arrays.stream(values())
                .filter(form -> form.mediaType.equals(chosen.mediaType()))
                .findFirst()
                .orElseThrow();
    }

    String contentType() {
        return contentType;
    }

    /** The name of a file with it, as {@code Content-Disposition} says it. */
    String disposition(Statement statement) {
        return "%s; filename=\"statement-%s-%s-%s.%s\""
                .formatted(
                        attachment ? "attachment" : "inline",
                        statement.account().id(),
                        FileTime.of(statement.period().fromNanos()),
                        FileTime.of(statement.period().toNanos()),
                        extension);
    }
}
