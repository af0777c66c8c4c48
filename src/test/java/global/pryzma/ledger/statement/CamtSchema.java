package global.pryzma.ledger.statement;

import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

/**
 * The schema of {@code camt.053.001.08}, made of the one that ISO 20022 has for {@code
 * camt.052.001.08}, which a library brings along. The two are one but for the names of the message,
 * of the report that is a statement, and of three of its elements, and that a statement has
 * balances: all types of what stands in it are the same ones.
 */
final class CamtSchema {
    private static final String REPORT = "camt.052.001.08.xsd";

    private CamtSchema() {}

    /**
     * Validates a document.
     *
     * @throws SAXException if it is not valid
     */
    static void validate(String xml) throws SAXException, IOException {
        schema().newValidator().validate(new StreamSource(new StringReader(xml)));
    }

    private static Schema schema() throws SAXException, IOException {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newSchema(new StreamSource(new StringReader(text())));
    }

    private static String text() throws IOException {
        try (InputStream report = CamtSchema.class.getClassLoader().getResourceAsStream(REPORT)) {
            String text =
                    new String(
                            Objects.requireNonNull(report, REPORT).readAllBytes(),
                            StandardCharsets.UTF_8);
            return replaced(
                    text,
                    "camt.052.001.08",
                    "camt.053.001.08",
                    "BankToCustomerAccountReportV08",
                    "BankToCustomerStatementV08",
                    "name=\"BkToCstmrAcctRpt\"",
                    "name=\"BkToCstmrStmt\"",
                    "\"AccountReport25\"",
                    "\"AccountStatement9\"",
                    "name=\"Rpt\"",
                    "name=\"Stmt\"",
                    "name=\"RptPgntn\"",
                    "name=\"StmtPgntn\"",
                    "name=\"AddtlRptInf\"",
                    "name=\"AddtlStmtInf\"",
                    "minOccurs=\"0\" name=\"Bal\"",
                    "minOccurs=\"1\" name=\"Bal\"");
        }
    }

    private static String replaced(String text, String... pairs) {
        String result = text;
        for (int i = 0; i < pairs.length; i += 2) {
            if (!result.contains(pairs[i])) {
                throw new IllegalStateException("the schema has no " + pairs[i]);
            }
            result = result.replace(pairs[i], pairs[i + 1]);
        }
        return result;
    }
}
