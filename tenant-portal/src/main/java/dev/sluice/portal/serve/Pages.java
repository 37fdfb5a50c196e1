package dev.sluice.portal.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The pages: a fixed list of files, held in memory, each with its digest as entity tag. Immutable; any thread. */
final class Pages {
    private static final String FOLDER = "/dev/sluice/portal/web/";
    private static final List<String> FILES = List.of(
            "index.html",
            "operators.html",
            "openapi.json",
            "portal.css",
            "icon.svg",
            "tenant.js",
            "operators.js",
            "api.js",
            "chart.js",
            "datasets.js",
            "elements.js",
            "imports.js",
            "session.js",
            "upload.js");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");
    private static final int TAG_BYTES = 12;

    /** A file of the pages. */
    private static final class Page {
        private final String type;
        private final byte[] content;
        private final String tag;

        Page(String type, byte[] content, String tag) {
            this.type = type;
            this.content = content;
            this.tag = tag;
        }
    }

    private final Map<String, Page> pages = new HashMap<>();

    Pages() {
        FILES.forEach(name -> pages.put(name, read(name)));
    }

    private static Page read(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(FOLDER + name)) {
            byte[] content = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new Page(
                    TYPES.get(name.substring(name.lastIndexOf('.') + 1)),
                    content,
                    '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Answers with one page, always. */
    Route.Endpoint page(String name) {
        return exchange -> send(exchange, name);
    }

    /** {@code GET /assets/{name}}. */
    void asset(Exchange exchange) throws IOException {
        send(exchange, exchange.path("name"));
    }

    private void send(Exchange exchange, String name) throws IOException {
        Page page = pages.get(name);
        if (page == null) {
            throw Problem.notFound();
        }
        exchange.put("Cache-Control", "no-cache");
        exchange.put("ETag", page.tag);
        if (exchange.header("If-None-Match").filter(page.tag::equals).isPresent()) {
            exchange.notModified();
        } else {
            exchange.send(200, page.type, page.content);
        }
    }
}
