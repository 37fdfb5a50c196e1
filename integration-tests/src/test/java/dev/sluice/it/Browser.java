package dev.sluice.it;

import dev.sluice.stack.process.Await;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real Chromium without a window: the machine's own, never one from the net. */
final class Browser implements AutoCloseable {
    private static final List<String> CHROMIUM = List.of("chromium", "chromium-browser", "google-chrome");

    /** As the protocol of Chromium's tools numbers what a drag may do. */
    private static final int COPY = 1;

    private static final Set<String> OPERABLE = Set.of(
            "button", "link", "textbox", "checkbox", "combobox", "progressbar", "dialog", "region", "heading", "image");

    private final ChromeDriver driver;
    private final Path downloads;

    Browser(Path downloads) throws IOException {
        this.downloads = Files.createDirectories(downloads);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(find(CHROMIUM));
        options.addArguments("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en-GB");
        if ("root".equals(System.getProperty("user.name"))) {
            // Its sandbox does not start for root, as in containers of continuous integration.
            options.addArguments("--no-sandbox");
        }
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(find(List.of("chromedriver")))
                        .usingAnyFreePort()
                        .build(),
                options);
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        size(1100, 900, false);
    }

    /** There is no skipping: a page that nobody has looked at is not tested. */
    private static File find(List<String> names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> names.stream().map(name -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "there is none of " + names
                                        + " on PATH, so the portal's pages cannot be tested. Install them; scripts/test does so on Debian."));
    }

    void open(String url) {
        driver.get(url);
    }

    void size(int width, int height, boolean isPhone) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", isPhone));
    }

    void prefer(String feature, String value) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    WebElement find(String css) throws InterruptedException {
        return Await.atMost(Duration.ofSeconds(60))
                .get(
                        css,
                        () -> driver.findElements(By.cssSelector(css)).stream()
                                .filter(WebElement::isDisplayed)
                                .findFirst());
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Waits for an element with a text, of what the page makes anew meanwhile. */
    WebElement find(String css, String text, Duration patience) throws InterruptedException {
        return Await.atMost(patience).get(css + " with '" + text + "'", () -> {
            try {
                return all(css).stream()
                        .filter(element -> element.getText().contains(text))
                        .findFirst();
            } catch (StaleElementReferenceException again) {
                return Optional.empty();
            }
        });
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Drags a file from a folder's window over an element, and lets go. */
    void drop(WebElement zone, Path file) {
        Rectangle place = zone.getRect();
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            driver.executeCdpCommand(
                    "Input.dispatchDragEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            place.x + place.width / 2,
                            "y",
                            place.y + place.height / 2,
                            "data",
                            Map.of(
                                    "items", List.of(),
                                    "files", List.of(file.toString()),
                                    "dragOperationsMask", COPY)));
        }
    }

    /** A file that the page let the browser save. */
    Path downloaded(String name) throws InterruptedException {
        Path file = downloads.resolve(name);
        Await.atMost(Duration.ofSeconds(30)).until(name, () -> Files.exists(file));
        return file;
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What the page has complained of: faults of scripts, what the content security policy has stopped. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .filter(entry -> entry.startsWith("SEVERE"))
                .toList();
    }

    /** Roles of what can be operated but has no name that a screen reader could say. */
    List<String> nameless() {
        driver.executeCdpCommand("Accessibility.enable", Map.of());
        List<String> found = new ArrayList<>();
        for (Object each : (List<?>) driver.executeCdpCommand("Accessibility.getFullAXTree", Map.of())
                .get("nodes")) {
            Map<?, ?> node = (Map<?, ?>) each;
            String role = value(node.get("role"));
            if (OPERABLE.contains(role) && value(node.get("name")).isBlank()) {
                found.add(role);
            }
        }
        return found;
    }

    private static String value(Object computed) {
        return computed instanceof Map<?, ?> map ? String.valueOf(map.get("value")) : "";
    }

    @Override
    public void close() {
        driver.quit();
    }
}
