package dev.sluice.portal.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Tenant;
import dev.sluice.portal.define.DatasetVersion;
import dev.sluice.portal.define.Datasets;
import dev.sluice.portal.define.Difference;
import dev.sluice.portal.follow.Follower;
import dev.sluice.portal.stage.AcceptedDefinitions;
import dev.sluice.portal.stage.Report;
import dev.sluice.portal.stage.Reports;
import dev.sluice.portal.stage.StagingDirectory;
import dev.sluice.portal.stage.Waiting;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a tenant is told. Any number of threads. */
final class TenantEndpoints {
    /** Of an import, or of a report. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{1,20}(-[0-9]{1,19}-[0-9]{1,19})?");

    private static final int MOST_REPORTS = 50;
    private static final int USUAL_IMPORTS = 50;
    private static final int MOST_IMPORTS = 500;

    private final StagingDirectory staging;
    private final Follower follower;
    private final Datasets datasets;
    private final InstantSource clock;
    private final UploadEndpoint.Limits limits;

    TenantEndpoints(
            StagingDirectory staging,
            Follower follower,
            Datasets datasets,
            InstantSource clock,
            UploadEndpoint.Limits limits) {
        this.staging = staging;
        this.follower = follower;
        this.datasets = datasets;
        this.clock = clock;
        this.limits = limits;
    }

    /** {@code GET /me}. */
    void me(Exchange exchange) throws IOException {
        boolean isOperator = exchange.caller().isOperator();
        exchange.json(
                200,
                Views.object()
                        .put("operator", isOperator)
                        .put("tenant", isOperator ? null : exchange.caller().name())
                        .put("max_file_bytes", limits.fileBytes()));
    }

    /** {@code GET /tenant/{tenant}}: from the staging directory alone, so it answers also while Cassandra does not. */
    void overview(Exchange exchange) throws IOException {
        exchange.json(200, overview(exchange.tenant()));
    }

    private ObjectNode overview(Tenant tenant) throws IOException {
        Waiting waiting = follower.waiting(tenant);
        List<Report> reports = follower.reports(tenant).latest();
        ObjectNode view = Views.object().put("tenant", tenant.name());
        view.set("waiting", Views.of(waiting));
        view.set("running", Views.importing(waiting.importing()));
        view.set("done", Views.reports(reports.subList(0, Math.min(MOST_REPORTS, reports.size()))));
        return view;
    }

    /** {@code GET /tenant/{tenant}/imports}. */
    void imports(Exchange exchange) throws IOException {
        int most = exchange.number("limit", USUAL_IMPORTS, 1, MOST_IMPORTS);
        Follower.Files files = follower.files(exchange.tenant(), most);
        ObjectNode view = Views.object();
        view.set("imports", Views.outcomes(files.outcomes().stream().limit(most).toList(), clock.instant()));
        exchange.json(200, view);
    }

    /** {@code GET /tenant/{tenant}/imports/{id}}. */
    void oneImport(Exchange exchange) throws IOException {
        Follower.Detail detail = detail(exchange);
        ObjectNode view = Views.of(detail.outcome(), clock.instant());
        view.set("faults", Views.faults(detail.faults()));
        view.put("has_rejects", has(exchange, detail, Reports.Attachment.REJECTS));
        view.put("has_reasons", has(exchange, detail, Reports.Attachment.REASONS));
        view.set("report", Views.nullable(detail.full()));
        exchange.json(200, view);
    }

    private boolean has(Exchange exchange, Follower.Detail detail, Reports.Attachment attachment) throws IOException {
        return detail.report().isPresent()
                && follower.reports(exchange.tenant()).has(detail.report().get(), attachment);
    }

    private Follower.Detail detail(Exchange exchange) throws IOException {
        String id = exchange.path("id");
        if (!ID.matcher(id).matches()) {
            throw Problem.notFound();
        }
        return follower.find(exchange.tenant(), id).orElseThrow(Problem::notFound);
    }

    /** {@code GET /tenant/{tenant}/imports/{id}/rejects}: from the staging directory alone. */
    void rejects(Exchange exchange) throws IOException {
        Reports.Attachment part;
        switch (exchange.query("part").orElse("rows")) {
            case "rows" -> part = Reports.Attachment.REJECTS;
            case "reasons" -> part = Reports.Attachment.REASONS;
            case "report" -> part = Reports.Attachment.REPORT;
            default -> throw Problem.of(400, "'part' must be rows, reasons or report. Nothing was sent. Correct it.");
        }
        if (!ID.matcher(exchange.path("id")).matches()) {
            throw Problem.notFound();
        }
        Reports reports = follower.reports(exchange.tenant());
        Report report = reports.find(exchange.path("id")).orElseThrow(Problem::notFound);
        FileChannel channel = reports.open(report, part).orElseThrow(Problem::notFound);
        String name = report.name().substring(report.name().lastIndexOf('/') + 1) + part.suffix();
        exchange.download(
                name, part == Reports.Attachment.REPORT ? "application/json" : "text/csv; charset=utf-8", channel);
    }

    /** {@code GET /tenant/{tenant}/datasets}. */
    void datasets(Exchange exchange) throws IOException {
        ObjectNode view = Views.object();
        ArrayNode views = view.putArray("datasets");
        AcceptedDefinitions.of(staging.of(exchange.tenant())).forEach(dataset -> views.add(Views.of(dataset)));
        exchange.json(200, view);
    }

    /** {@code GET /tenant/{tenant}/datasets/{dataset}}. */
    void dataset(Exchange exchange) throws IOException {
        AcceptedDefinitions.Accepted accepted = accepted(exchange);
        ObjectNode view = Views.of(accepted);
        view.put("definition", accepted.definition());
        ArrayNode versions = view.putArray("versions");
        datasets.versions(exchange.tenant(), accepted).forEach(version -> versions.add(Views.of(version)));
        exchange.json(200, view);
    }

    /** {@code GET /tenant/{tenant}/datasets/{dataset}/diff}: by default, of the last two versions. */
    void diff(Exchange exchange) throws IOException {
        List<DatasetVersion> versions = datasets.versions(exchange.tenant(), accepted(exchange));
        if (versions.isEmpty()) {
            throw Problem.notFound();
        }
        int latest = versions.get(0).version();
        int before = versions.get(Math.min(1, versions.size() - 1)).version();
        DatasetVersion from = version(versions, exchange.number("from", before, 1, Integer.MAX_VALUE));
        DatasetVersion to = version(versions, exchange.number("to", latest, 1, Integer.MAX_VALUE));
        ObjectNode view = Views.object().put("from", from.version()).put("to", to.version());
        view.set("differences", Views.differences(Difference.between(from, to)));
        exchange.json(200, view);
    }

    private static DatasetVersion version(List<DatasetVersion> versions, int number) {
        return versions.stream()
                .filter(version -> version.version() == number)
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        404,
                        "There is no version " + number + ". There are "
                                + versions.stream()
                                        .map(version -> String.valueOf(version.version()))
                                        .sorted()
                                        .toList()
                                        .toString()
                                        .toLowerCase(Locale.ROOT)
                                + "."));
    }

    private AcceptedDefinitions.Accepted accepted(Exchange exchange) throws IOException {
        Optional<AcceptedDefinitions.Accepted> accepted =
                AcceptedDefinitions.read(staging.of(exchange.tenant()), exchange.path("dataset"));
        return accepted.orElseThrow(Problem::notFound);
    }
}
