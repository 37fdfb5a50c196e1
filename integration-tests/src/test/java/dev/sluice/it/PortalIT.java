package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.Pipeline;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.TenantPortal;
import dev.sluice.stack.junit.StackExtension;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * A tenant at a browser, and an operator at another: the real pages in a real Chromium, over the portal's jar, the real source and the
 * real sink. Makes the pictures of README and docs: in {@code docs/images} with {@code -Dsluice.screenshots=docs/images}, else in {@code
 * target/screenshots}.
 */
@ExtendWith(StackExtension.class)
class PortalIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String TENANT = "harbour";
    private static final int ROWS = 30_000;
    private static final int EVERY_BAD = 3_000;
    private static final String DEFINITION = """
            {"name": "gauges", "file_type": "csv", "key_space": "mysimbdp_coredms", "primary_key": ["id"],
             "schema": {"type": "record", "name": "harbour_gauges", "fields": [
               {"name": "id", "type": "int"}, {"name": "level", "type": "double"}, {"name": "unit", "type": "string"}%s]},
             "rules": [{"type": "range", "column": "level", "min": 0, "max": 100}]}
            """;

    private final Path pictures =
            Project.ROOT.resolve(System.getProperty("sluice.screenshots", "integration-tests/target/screenshots"));

    @TempDir
    Path directory;

    private Pipeline pipeline;
    private TenantPortal portal;
    private String token;

    @BeforeEach
    void deploy(LocalStack stack) throws Exception {
        pipeline = new Pipeline(stack);
        pipeline.deploy(Project.connectorConfig("cassandra-sink"), "validated-input");
        // Slow enough to be watched.
        pipeline.deploy(Project.sourceConfig("harbour-source", TENANT, Map.of("max.rows.per.second", "2500")), null);
        pipeline.awaitRunning();
        portal = stack.startPortal(Map.of());
        token = portal.token(TENANT);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (portal != null) {
            portal.stop();
        }
        pipeline.rest().delete("harbour-source");
        pipeline.rest().delete("cassandra-sink");
        pipeline.close();
    }

    @Test
    void aTenantUploadsWatchesSeesErrorsFixesThemAndUploadsAgain() throws Exception {
        Path definition = write("gauges.dataset.json", DEFINITION.formatted(""));
        Path data = write("gauges-1.csv", rows());
        try (Browser browser = new Browser(directory.resolve("downloads"))) {
            signInByKeyboard(browser, "");
            browser.find("#files").sendKeys(definition + "\n" + data);
            browser.find("#uploads li[data-file='gauges-1.csv'] .words", "checksum verified", PATIENCE);

            // Bars are where they are to be at once, also in pictures.
            browser.prefer("prefers-reduced-motion", "reduce");
            double seen = watch(browser);
            assertThat(seen).as("progress in the middle").isBetween(0.0, 1.0);
            browser.screenshot(pictures.resolve("portal-progress.png"));

            browser.find("#imports li[data-state='completed'] .facts", "10 rejected", PATIENCE);
            assertThat(browser.find("#imports li .facts").getText()).contains("29,990 rows accepted");
            seeErrors(browser);
            String fixed = Files.readString(browser.downloaded("gauges-1.csv.rejects.csv"))
                    .replace("high", "50")
                    .replace("700", "70");
            assertThat(fixed.lines()).hasSize(11);
            browser.find("#detail .dialog-top button").click();

            browser.drop(browser.find("#drop"), write("gauges-1-fixed.csv", fixed));
            browser.find("#imports li[data-state='completed'] .facts", "10 rows accepted", PATIENCE);

            changeDefinition(browser);
            lookAsOthersDo(browser);
            // Of the two wrong tokens, and of nothing else.
            assertThat(browser.complaints())
                    .hasSize(2)
                    .allMatch(complaint -> complaint.contains("/me - ") && complaint.contains("401"));
        }
        curlDoesTheSame();
    }

    private void signInByKeyboard(Browser browser, String page) throws InterruptedException {
        browser.open(portal.url() + "/" + page);
        browser.find("#token").sendKeys("sluice_" + "x".repeat(43) + Keys.ENTER);
        browser.find("#enter-trouble", "nobody has this one", PATIENCE);
        browser.find("#token").sendKeys(page.isEmpty() ? token : operatorToken());
        browser.find("#token").sendKeys(Keys.ENTER);
        browser.find("#work");
    }

    private String operatorToken() throws InterruptedException {
        try {
            return portal.token("@operator");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static double watch(Browser browser) throws InterruptedException {
        return Await.atMost(PATIENCE).get("a bar in the middle, and a rate", () -> {
            Object value = browser.script(
                    "const bar = document.querySelector('#imports li:is([data-state=running], [data-state=loading]) progress[value]');"
                            + " return bar && document.querySelector('#imports .rate') ? bar.value : 0");
            double progress = ((Number) value).doubleValue();
            return progress > 0.25 && progress < 1 ? java.util.Optional.of(progress) : java.util.Optional.empty();
        });
    }

    private void seeErrors(Browser browser) throws Exception {
        browser.find("#imports button.name", "gauges-1.csv", PATIENCE).sendKeys(Keys.ENTER);
        assertThat(browser.find("#detail .fault", "RULE_FAILED", PATIENCE).getText())
                .contains("Column level", "5 rows", "700");
        assertThat(browser.find("#detail .fault", "TYPE_MISMATCH", PATIENCE).getText())
                .contains("Column level", "5 rows", "high");
        assertThat(browser.nameless()).isEmpty();
        browser.screenshot(pictures.resolve("portal-errors.png"));
        browser.find("#detail .actions button", "Download rejected rows", PATIENCE)
                .click();
    }

    private void changeDefinition(Browser browser) throws Exception {
        Path changed = write(
                "gauges.dataset.json",
                DEFINITION.formatted(", {\"name\": \"tide\", \"type\": [\"null\", \"double\"], \"default\": null}"));
        browser.find("#files").sendKeys(changed.toString());
        browser.find("#datasets summary", "version 2", PATIENCE);
        // It is in force before it has arrived in Cassandra.
        Await.atMost(PATIENCE)
                .until(
                        "both versions to have arrived",
                        () -> get("/tenant/" + TENANT + "/datasets/gauges", token)
                                .body()
                                .contains("\"version\":2,\"time\""));
        browser.find("#datasets summary").click();
        WebElement difference = browser.find("#datasets .diff .added", "tide", PATIENCE);
        assertThat(difference.getText()).contains("added", "double, optional");
        assertThat(browser.nameless()).isEmpty();
        browser.script("document.querySelector('#datasets-title').scrollIntoView()");
        browser.screenshot(pictures.resolve("portal-datasets.png"));
        Path refused = write("gauges.dataset.json", DEFINITION.formatted("").replace("\"double\"", "\"string\""));
        browser.find("#files").sendKeys(refused.toString());
        browser.find("#refused", "was refused", PATIENCE);
    }

    private void lookAsOthersDo(Browser browser) throws Exception {
        browser.size(390, 844, true);
        browser.prefer("prefers-color-scheme", "dark");
        browser.script("scrollTo(0, 0)");
        assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing is wider than a phone")
                .isEqualTo(true);
        browser.screenshot(pictures.resolve("portal-phone.png"));
        browser.size(1100, 620, false);
        browser.prefer("prefers-color-scheme", "light");
        browser.script("sessionStorage.clear()");
        signInByKeyboard(browser, "operators");
        assertThat(browser.find("#tenants tr", TENANT, PATIENCE).getText()).contains("in order");
        assertThat(browser.find("#connectors tr", "cassandra-sink", PATIENCE).getText())
                .contains("running", "2 of 2");
        assertThat(browser.nameless()).isEmpty();
        browser.screenshot(pictures.resolve("portal-operators.png"));
    }

    /** Also of another tenant's folder, which is there, nothing is seen. */
    private void curlDoesTheSame() throws Exception {
        Files.createDirectories(pipeline.staging("quay").in());
        assertThat(get("/tenant/quay", token).statusCode()).isEqualTo(404);
        String imports = get("/tenant/" + TENANT + "/imports", token).body();
        assertThat(imports).contains("\"state\":\"completed\"").contains("\"rows_rejected\":10");
    }

    private HttpResponse<String> get(String path, String as) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(portal.url().resolve(path))
                                .header("Authorization", "Bearer " + as)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    /** Every so many rows one is bad: too high, or not a number. */
    private static String rows() {
        StringBuilder text = new StringBuilder("id,level,unit\n");
        for (int row = 1; row <= ROWS; row++) {
            boolean isBad = row % EVERY_BAD == 0;
            String level = !isBad ? String.valueOf(row % 100) : row / EVERY_BAD % 2 == 0 ? "high" : "700";
            text.append(row).append(',').append(level).append(",cm\n");
        }
        return text.toString();
    }
}
