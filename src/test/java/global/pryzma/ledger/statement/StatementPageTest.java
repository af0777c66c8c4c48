package global.pryzma.ledger.statement;

import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import global.pryzma.ledger.operations.page.Browser;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.openqa.selenium.WebElement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.file.Path;

/** A statement as a page, in a browser and on paper. */
@Execution(ExecutionMode.SAME_THREAD)
class StatementPageTest {
    private static final Logger LOG = LoggerFactory.getLogger(StatementPageTest.class);
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int PAYMENTS = 40;

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);

    @Test
    void itIsReadPrintedAndKept() throws Exception {
        if (!Browser.isInstalled()) {
            LOG.warn("The statements' page was NOT tested: there is no chromium with its driver");
        }
        assumeTrue(Browser.isInstalled());
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "USD");
        String ann =
                created(
                                tenant.post(
                                        "/v1/accounts",
                                        Tenant.accountJson(program, "consumer", "USD")
                                                .replace("}", ",\"name\":\"Ann <b>Example</b>\"}")))
                        .get("id")
                        .asText();
        pay(
                bank,
                ann,
                "123456789",
                "Wages for March, with a long text that says what they are for");
        pay(ann, bank, "4250", "<img src=x onerror=alert(1)>");
        for (int i = 0; i < PAYMENTS; i++) {
            tenant.post("/v1/transfers", transferJson(ann, bank, "105"));
        }
        URI page = service.uri().resolve("/v1/accounts/" + ann + "/statement");
        try (Browser browser = Browser.start(PICTURES)) {
            browser.open(page, tenant.token(Scope.values()), "text/html");
            looksRight(browser);
            for (String scheme : new String[] {"light", "dark"}) {
                browser.looks(scheme, 1200);
                browser.keepView("statement-" + scheme);
            }
            browser.looks("light", 390);
            assertThat(
                            browser.evaluate(
                                    "return document.querySelector('td.amount:not(:empty)')"
                                            + ".clientWidth > 200"))
                    .isEqualTo("true");
            browser.keepView("statement-narrow");
            assertThat(
                            browser.evaluate(
                                    "const it = document.documentElement;"
                                            + " return it.scrollWidth <= it.clientWidth"))
                    .isEqualTo("true");
            browser.looks("dark", 800);
            browser.keepPrint("statement-print");
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requested()).containsExactly(page.toString());
        }
    }

    private static void looksRight(Browser browser) {
        assertThat(browser.text("h1")).isEqualTo("Statement");
        assertThat(browser.text("dl")).contains("Ann <b>Example</b>");
        assertThat(browser.all("tbody tr")).hasSize(PAYMENTS + 4);
        WebElement first = browser.all("tbody tr").get(1);
        assertThat(first.getText().replace('\u202f', ' ')).contains("Wages", "1 234 567.89");
        assertThat(browser.text("tbody:last-of-type").replace('\u202f', ' '))
                .contains("Closing balance", "84.50", "1 234 567.89", "1 234 483.39");
        // Its own style is let through by its policy.
        assertThat(
                        browser.evaluate(
                                "return"
                                    + " getComputedStyle(document.querySelector('.amount')).textAlign"))
                .isEqualTo("right");
        assertThat(browser.evaluate("return document.images.length + document.scripts.length"))
                .isEqualTo("0");
    }

    private void pay(String debit, String credit, String amount, String description) {
        String transfer = transferJson(debit, credit, amount);
        created(
                tenant.post(
                        "/v1/transfers",
                        transfer.replace("}", ",\"description\":\"" + description + "\"}")));
    }
}
