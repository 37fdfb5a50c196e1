package dev.sluice.portal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    @TempDir
    Path staging;

    @Test
    void everyRouteIsDocumentedAndEveryDocumentedRouteIsThere() throws Exception {
        JsonNode document = new JsonMapper().readTree(page("openapi.json"));
        List<String> documented = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> documented.add(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        try (Portal portal = new Portal(staging, Portal.USUAL)) {
            assertThat(portal.server.describeRoutes()).containsExactlyInAnyOrderElementsOf(documented);
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryOpenPartOfAPathIsExplained() throws IOException {
        JsonNode document = new JsonMapper().readTree(page("openapi.json"));
        assertThat(document.path("openapi").asText()).startsWith("3.1");
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(operation -> {
                    List<String> open = new ArrayList<>();
                    Matcher matcher = Pattern.compile("\\{(\\w+)}").matcher(path.getKey());
                    while (matcher.find()) {
                        open.add(matcher.group(1));
                    }
                    List<String> explained = new ArrayList<>();
                    operation.path("parameters").forEach(parameter -> {
                        if (parameter.path("in").asText().equals("path")) {
                            explained.add(parameter.path("name").asText());
                        }
                    });
                    assertThat(explained).as(path.getKey()).isEqualTo(open);
                    assertThat(operation.path("summary").asText()).isNotBlank();
                    assertThat(operation.path("responses").size()).isPositive();
                }));
    }

    @Test
    void answersAreAsTheDocumentSays() throws Exception {
        JsonNode schemas = new JsonMapper().readTree(page("openapi.json")).at("/components/schemas");
        try (Portal portal = new Portal(staging, Portal.USUAL)) {
            portal.write("client_a", "in/w.csv", "12345");
            portal.write("client_a", "out/a.csv.report.json", """
                    {"state": "rejected", "dataset": null, "file": "a.csv", "bytes": 1, "time": "2026-11-21T10:00:00Z", "file_id": "1-1-1",
                     "reasons": [{"code": "X", "column": null, "message": "m"}]}""");
            required(schemas, "Me", portal.json(Portal.A, "/me"));
            required(schemas, "Overview", portal.json(Portal.A, "/tenant/client_a"));
            required(schemas, "Imports", portal.json(Portal.A, "/tenant/client_a/imports"));
            required(schemas, "Import", portal.json(Portal.A, "/tenant/client_a/imports/1-1-1"));
            required(schemas, "Datasets", portal.json(Portal.A, "/tenant/client_a/datasets"));
            required(schemas, "Status", portal.json(Portal.OPERATOR, "/operators/status"));
            required(schemas, "Problem", portal.json(Portal.A, "/nowhere"));
        }
    }

    /** Checks names and kinds, all the way down. */
    private static void required(JsonNode schemas, String name, JsonNode value) {
        check(schemas, schemas.path(name), value, name);
    }

    private static void check(JsonNode schemas, JsonNode schema, JsonNode value, String place) {
        JsonNode real =
                schema.has("$ref") ? schemas.path(schema.path("$ref").asText().replaceAll(".*/", "")) : schema;
        List<String> types = new ArrayList<>();
        (real.path("type").isArray() ? real.path("type") : List.of(real.path("type")))
                .forEach(type -> types.add(type.asText()));
        String kind = value.isObject()
                ? "object"
                : value.isArray()
                        ? "array"
                        : value.isNull()
                                ? "null"
                                : value.isBoolean()
                                        ? "boolean"
                                        : value.isIntegralNumber() ? "integer" : value.isNumber() ? "number" : "string";
        assertThat(types.contains(kind) || (types.contains("number") && kind.equals("integer")))
                .as(place + " is " + kind + ", not " + types)
                .isTrue();
        real.path("required")
                .forEach(key -> assertThat(value.has(key.asText()))
                        .as(place + "." + key)
                        .isTrue());
        if (value.isObject() && real.has("properties")) {
            value.properties().forEach(each -> {
                if (real.path("properties").has(each.getKey())) {
                    check(
                            schemas,
                            real.path("properties").path(each.getKey()),
                            each.getValue(),
                            place + "." + each.getKey());
                }
            });
        }
        if (value.isArray()) {
            value.forEach(each -> check(schemas, real.path("items"), each, place + "[]"));
        }
    }

    @Test
    void pagesHaveNoScriptOrStyleWithinAndEverythingTheyNameIsThere() throws Exception {
        try (Portal portal = new Portal(staging, Portal.USUAL)) {
            for (String name : List.of("index.html", "operators.html")) {
                String html = page(name);
                assertThat(html)
                        .doesNotContainPattern("<script(?![^>]*\\bsrc=)[^>]*>")
                        .doesNotContainPattern("(?i)\\son\\w+=|style=|javascript:|<style")
                        .doesNotContain("http://", "https://");
                Matcher matcher = Pattern.compile("(?:src|href)=\"([^\"#]+)\"").matcher(html);
                int found = 0;
                while (matcher.find()) {
                    assertThat(portal.get(Portal.A, matcher.group(1)).statusCode())
                            .as(matcher.group(1))
                            .isEqualTo(200);
                    found++;
                }
                assertThat(found).isGreaterThan(2);
            }
            for (String script :
                    List.of("tenant.js", "operators.js", "imports.js", "datasets.js", "upload.js", "elements.js")) {
                String text = page(script);
                assertThat(text)
                        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
                Matcher matcher = Pattern.compile("from '\\./([^']+)'").matcher(text);
                while (matcher.find()) {
                    assertThat(portal.get(Portal.A, "/assets/" + matcher.group(1))
                                    .statusCode())
                            .isEqualTo(200);
                }
            }
            String tag = portal.get(Portal.A, "/assets/portal.css")
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
            assertThat(portal.send(portal.request(Portal.A, "/assets/portal.css")
                                    .header("If-None-Match", tag))
                            .statusCode())
                    .isEqualTo(304);
        }
    }

    private static String page(String name) throws IOException {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/dev/sluice/portal/web/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
