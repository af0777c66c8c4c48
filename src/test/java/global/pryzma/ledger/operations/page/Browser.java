package global.pryzma.ledger.operations.page;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Debian's Chromium without a screen, driven by the program that comes with it. Nothing is
 * downloaded: both are used where they are installed, and nowhere else.
 */
public final class Browser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** What Chrome tells of each request that a page makes. */
    private static final Pattern REQUESTED =
            Pattern.compile(
                    "\"Network\\.requestWillBeSent\".*\"request\":\\{.*?\"url\":\"([^\"]*)\"");

    private final ChromeDriver driver;
    private final Path folder;

    private Browser(ChromeDriver driver, Path folder) {
        this.driver = driver;
        this.folder = folder;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(DRIVER);
    }

    /**
     * @param screenshots where they are kept
     */
    public static Browser start(Path screenshots) throws IOException {
        Files.createDirectories(screenshots);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build();
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM.toFile());
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // it does not start as root with one
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--hide-scrollbars",
                "--disable-background-networking",
                "--window-size=1200,900");
        return new Browser(new ChromeDriver(service, options), screenshots);
    }

    public void open(URI page) {
        driver.get(page.toString());
    }

    /** Opens the page as whoever has this token sees it. */
    public void open(URI page, String token, String accept) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.setExtraHTTPHeaders",
                Map.of("headers", Map.of("Authorization", "Bearer " + token, "Accept", accept)));
        open(page);
    }

    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** What a reader sees of an element; empty where there is none. */
    public String text(String selector) {
        List<WebElement> found = all(selector);
        return found.isEmpty() ? "" : found.getFirst().getText();
    }

    /** The selector's element that has the focus, if it is there. */
    boolean hasFocus(String selector) {
        return find(selector).equals(driver.switchTo().activeElement());
    }

    public String evaluate(String script) {
        return String.valueOf(driver.executeScript(script));
    }

    /** How the page looks from now on. */
    public void looks(String scheme, int width) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Keeps what would come out of a printer, in its own form and as a picture. */
    public void keepPrint(String name) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        keepPicture(name);
        keepFile(name + ".pdf", driver.executeCdpCommand("Page.printToPDF", Map.of()));
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    }

    /** Keeps a picture of the whole page, beyond what a screen would show of it. */
    public void keepPicture(String name) {
        keep(name, Map.of("captureBeyondViewport", true));
    }

    /** Keeps a picture of what a screen shows of the page. */
    public void keepView(String name) {
        keep(name, Map.of());
    }

    private void keep(String name, Map<String, Object> options) {
        keepFile(name + ".png", driver.executeCdpCommand("Page.captureScreenshot", options));
    }

    private void keepFile(String file, Map<String, Object> answer) {
        try {
            Files.write(
                    folder.resolve(file),
                    Base64.getDecoder().decode(String.valueOf(answer.get("data"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the console has been told since it was last asked, warnings and errors. */
    public List<String> complaints() {
        return messages(LogType.BROWSER)
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The addresses that were asked for since it was last asked. */
    public Set<String> requested() {
        Set<String> addresses = new TreeSet<>();
        messages(LogType.PERFORMANCE)
                .map(entry -> REQUESTED.matcher(entry.getMessage()))
                .filter(Matcher::find)
                .forEach(request -> addresses.add(request.group(1)));
        return addresses;
    }

    private Stream<LogEntry> messages(String type) {
        return driver.manage().logs().get(type).getAll().stream();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
