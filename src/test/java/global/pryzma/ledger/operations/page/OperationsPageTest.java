package global.pryzma.ledger.operations.page;

import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import global.pryzma.ledger.testing.DemoCredential;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The operators' page in a browser, through an outage of the ledger, by an operator's keyboard. */
class OperationsPageTest {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsPageTest.class);
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int DESK = 1200;
    private static final int PHONE = 390;
    private static final String FITS =
            "const it = document.documentElement; return it.scrollWidth <= it.clientWidth";

    @Test
    void anOperatorSeesAnOutageAndCancelsWhatItLeftInDoubt() throws Exception {
        if (!Browser.isInstalled()) {
            LOG.warn("The operators' page was NOT tested: there is no chromium with its driver");
        }
        assumeTrue(Browser.isInstalled());
        try (ServiceUnderTest service =
                        ServiceUnderTest.start(Map.of("pryzma.operations.step", "1s"));
                Browser browser = Browser.start(PICTURES)) {
            assumeTrue(service.isLedgerEmbedded(), "NOT RUN: only the embedded ledger is stopped");
            new Shift(service, browser).goesBy();
        }
    }

    /** What happens while the page is open. */
    private static final class Shift {
        private final ServiceUnderTest service;
        private final Browser browser;
        private final DemoCredential credential;
        private final Tenant tenant;
        private final String settlement;
        private final String consumer;

        Shift(ServiceUnderTest service, Browser browser) {
            this.service = service;
            this.browser = browser;
            this.credential = DemoCredential.of(service.folder());
            this.tenant = new Tenant(service);
            String program = tenant.program();
            this.settlement = tenant.account(program, "settlement", "USD");
            this.consumer = tenant.account(program, "consumer", "USD");
        }

        void goesBy() {
            browser.open(service.uri().resolve("/operations"));
            refusesAWrongSecret();
            signIn();
            pay(UUID.randomUUID());
            await().until(() -> browser.text("#headline").startsWith("Ledger available since"));
            await().until(() -> browser.all("#charts canvas").size() == 6);
            picture("available");

            UUID key = UUID.randomUUID();
            assertThat(credential.switchLedger(service.client(), "stop").statusCode())
                    .isEqualTo(200);
            assertThat(pay(key).statusCode()).isEqualTo(502);
            await().until(() -> browser.text("#headline").startsWith("Ledger unavailable since"));
            await().until(() -> !browser.all(button(key)).isEmpty());
            picture("unavailable");
            browser.find(button(key)).sendKeys(Keys.ENTER);
            await().until(() -> browser.hasFocus("#cancel-close"));
            browser.keepView("cancel");
            browser.find("#cancel-close").sendKeys(Keys.TAB);
            await().until(() -> browser.hasFocus("#cancel-confirm"));
            browser.find("#cancel-confirm").sendKeys(Keys.ENTER);
            await().until(() -> browser.text("#cancel-outcome").contains("(502)"));

            assertThat(credential.switchLedger(service.client(), "start").statusCode())
                    .isEqualTo(200);
            await().until(() -> browser.text("#headline").startsWith("Ledger available since"));
            browser.find("#cancel-confirm").sendKeys(Keys.ENTER);
            await().until(() -> browser.hasFocus("#cancel-close"));
            saysTheTruth(browser.text("#cancel-outcome"), pay(key));
            browser.find("#cancel-close").sendKeys(Keys.ENTER);
            await().until(() -> browser.all(button(key)).isEmpty());
            assertThat(browser.find("#doubt-none").isDisplayed()).isTrue();

            await().until(() -> browser.text("#incidents").matches("(?s).*unavailable.* s\\b.*"));
            await().until(() ->
                    charts().anyMatch(chart -> chart.matches(".*502: .*most 0?\\.?[1-9].*")));
            picture("incident");
            isUnperturbed();

            service.stop();
            await().until(() -> browser.text("#connection").startsWith("This instance does not"));
        }

        private void refusesAWrongSecret() {
            await().until(() -> browser.hasFocus("#client-id"));
            browser.find("#client-id")
                    .sendKeys(credential.clientId(), Keys.TAB, "wrong", Keys.ENTER);
            await().until(() -> browser.text("#sign-in-error").startsWith("There is no such"));
            assertThat(browser.complaints())
                    .singleElement()
                    .asString()
                    .contains("/oauth2/token", "401");
            browser.find("#client-secret").clear();
        }

        private void signIn() {
            browser.find("#client-secret").sendKeys(credential.clientSecret(), Keys.ENTER);
            await().until(() -> browser.hasFocus("#headline"));
            assertThat(
                            browser.evaluate(
                                    "return localStorage.length + sessionStorage.length"
                                            + " + document.cookie.length"))
                    .isEqualTo("0");
        }

        private HttpResponse<String> pay(UUID key) {
            return tenant.post(
                    "/v1/transfers", key, Tenant.transferJson(settlement, consumer, "5"));
        }

        /** The charts as they are told to those who don't see them. */
        private Stream<String> charts() {
            return browser.all("#charts [role=img]").stream()
                    .map(chart -> String.valueOf(chart.getAttribute("aria-label")));
        }

        private static String button(UUID key) {
            return "#doubt button[aria-label$='" + key + "']";
        }

        private void saysTheTruth(String told, HttpResponse<String> retried) {
            if (retried.statusCode() == 201) {
                assertThat(told).startsWith("It had been executed, with 201");
            } else {
                Tenant.assertError(retried, 409, "request_cancelled");
                assertThat(told).startsWith("Cancelled");
            }
            int moved = ok(tenant.get("/v1/accounts/" + consumer)).at("/balances/posted").asInt();
            assertThat(moved).isEqualTo(retried.statusCode() == 201 ? 10 : 5);
        }

        /** In the light, in the dark, and on a phone. */
        private void picture(String name) {
            browser.looks("light", DESK);
            browser.keepPicture(name + "-light");
            browser.looks("dark", DESK);
            browser.keepPicture(name + "-dark");
            browser.looks("light", PHONE);
            // The charts follow the window's width when the browser tells them of it.
            await("a phone's page goes down, and not to the side")
                    .until(() -> browser.evaluate(FITS).equals("true"));
            browser.keepPicture(name + "-narrow");
            browser.looks("light", DESK);
        }

        private void isUnperturbed() {
            assertThat(browser.complaints())
                    .as("but for the cancel that was refused")
                    .allSatisfy(complaint ->
                            assertThat(complaint).contains("/v1/ledger/in-doubt/", "502"));
            assertThat(browser.requested())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(address -> assertThat(address).startsWith(service.uri() + "/"));
        }
    }
}
