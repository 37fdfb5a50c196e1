package dev.sluice.portal.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.portal.define.DatasetVersion;
import dev.sluice.portal.define.Difference;
import dev.sluice.portal.follow.Fault;
import dev.sluice.portal.follow.Outcome;
import dev.sluice.portal.stage.AcceptedDefinitions;
import dev.sluice.portal.stage.Report;
import dev.sluice.portal.stage.Waiting;
import dev.sluice.portal.watch.Connectors;
import dev.sluice.portal.watch.Lag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is known, as JSON. Keys may be added to, not renamed: tenants build upon them. What is not known is null. Pure. */
final class Views {
    private static final double TENTHS = 10.0;
    private static final double TEN_THOUSANDTHS = 10_000.0;

    private Views() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ObjectNode of(Outcome one, Instant now) {
        ObjectNode view = object().put("id", one.id())
                .put("file", one.file())
                .put("dataset", one.dataset().orElse(null))
                .put("version", one.version() == 0 ? null : one.version())
                .put("state", one.state().name().toLowerCase(Locale.ROOT))
                .put("started", time(one.started()))
                .put("ended", time(one.ended()))
                .put("bytes", one.bytes())
                .put("rows_total", one.total().isPresent() ? one.total().getAsLong() : null)
                .put("rows_accepted", one.accepted())
                .put("rows_rejected", one.rejected())
                .put("rows_to_go", one.toGo().isPresent() ? one.toGo().getAsLong() : null)
                .put("estimated", one.isEstimated())
                .put(
                        "progress",
                        one.progress().isPresent()
                                ? Math.round(one.progress().getAsDouble() * TEN_THOUSANDTHS) / TEN_THOUSANDTHS
                                : null)
                // Of what runs, it changes with every look; the page works it out from what it sees.
                .put(
                        "rows_per_second",
                        one.state().isUnderWay() ? null : Math.round(one.rowsPerSecond(now) * TENTHS) / TENTHS);
        view.set("reasons", reasons(one.reasons()));
        return view;
    }

    static ArrayNode outcomes(List<Outcome> outcomes, Instant now) {
        ArrayNode views = array();
        outcomes.forEach(one -> views.add(of(one, now)));
        return views;
    }

    private static ArrayNode reasons(List<Report.Reason> reasons) {
        ArrayNode views = array();
        reasons.forEach(reason -> views.addObject()
                .put("code", reason.code())
                .put("column", reason.column().orElse(null))
                .put("message", reason.message()));
        return views;
    }

    static ArrayNode faults(List<Fault> faults) {
        ArrayNode views = array();
        for (Fault fault : faults) {
            ObjectNode view = views.addObject()
                    .put("code", fault.code())
                    .put("column", fault.column().orElse(null))
                    .put("rows", fault.count())
                    .put("at_least", fault.isAtLeast());
            ArrayNode examples = view.putArray("examples");
            fault.examples()
                    .forEach(example -> examples.addObject()
                            .put("row", example.row())
                            .put("line", example.line())
                            .put("value", example.value().orElse(null))
                            .put("message", example.message()));
        }
        return views;
    }

    static ObjectNode of(Waiting waiting) {
        ObjectNode view = object().put("count", waiting.count())
                .put("bytes", waiting.bytes())
                .put("oldest", time(waiting.oldest()));
        ArrayNode files = view.putArray("files");
        waiting.files()
                .forEach(file -> files.addObject()
                        .put("file", file.file())
                        .put("bytes", file.bytes())
                        .put("modified", file.modified().toString())
                        .put("definition", file.isDefinition()));
        return view;
    }

    static ArrayNode importing(List<Waiting.Importing> importing) {
        ArrayNode views = array();
        importing.forEach(one -> views.addObject()
                .put("id", one.id())
                .put("file", one.file())
                .put("dataset", one.dataset())
                .put("bytes", one.bytes())
                .put("started", one.started().toString()));
        return views;
    }

    static ArrayNode reports(List<Report> reports) {
        ArrayNode views = array();
        for (Report report : reports) {
            views.addObject()
                    .put("id", report.id())
                    .put("file", report.file())
                    .put("state", report.state())
                    .put("dataset", report.dataset().orElse(null))
                    .put("definition", report.isOfDefinition())
                    .put("version", report.version() == 0 ? null : report.version())
                    .put("bytes", report.bytes())
                    .put("ended", report.time().toString())
                    .set("reasons", reasons(report.reasons()));
        }
        return views;
    }

    static ObjectNode of(Lag lag) {
        return object().put("rows", lag.rows())
                .put("estimated", lag.isEstimated())
                .put("at_least", lag.isAtLeast())
                .put("imports", lag.imports())
                .put("files_waiting", lag.files())
                .put("bytes_waiting", lag.bytes())
                .put(
                        "rows_waiting",
                        lag.rowsWaiting().isPresent() ? lag.rowsWaiting().getAsLong() : null)
                .put("oldest_waiting", time(lag.oldest()));
    }

    static ObjectNode of(AcceptedDefinitions.Accepted dataset) {
        return object().put("name", dataset.name())
                .put("keyspace", dataset.keyspace())
                .put("table", dataset.table())
                .put("version", dataset.version());
    }

    static ObjectNode of(DatasetVersion version) {
        ObjectNode view = object().put("version", version.version())
                .put("time", version.time().toString())
                .put("keyspace", version.keyspace())
                .put("table", version.table());
        version.partitionKey().forEach(view.putArray("partition_key")::add);
        version.clusteringColumns().forEach(view.putArray("clustering_columns")::add);
        ArrayNode columns = view.putArray("columns");
        version.columns()
                .forEach(column -> columns.addObject()
                        .put("name", column.name())
                        .put("type", column.type())
                        .put("optional", column.optional())
                        .put("default", column.defaultValue().orElse(null))
                        .put("pattern", column.pattern().orElse(null))
                        .put("encryption", column.encryption().orElse(null)));
        ObjectNode settings = view.putObject("settings");
        version.settings().forEach(settings::put);
        return view;
    }

    static ArrayNode differences(List<Difference> differences) {
        ArrayNode views = array();
        differences.forEach(one -> views.addObject()
                .put("kind", one.kind().name().toLowerCase(Locale.ROOT))
                .put("what", one.what())
                .put("name", one.name())
                .put("before", one.before())
                .put("after", one.after()));
        return views;
    }

    static ArrayNode connectors(List<Connectors.Connector> connectors) {
        ArrayNode views = array();
        for (Connectors.Connector connector : connectors) {
            ObjectNode view = views.addObject()
                    .put("name", connector.name())
                    .put("type", connector.type())
                    .put("state", connector.state())
                    .put("running", connector.isRunning())
                    .put("trouble", connector.trouble().orElse(null));
            connector.tasks().forEach(view.putArray("tasks")::add);
        }
        return views;
    }

    /** Null where there is none. */
    static JsonNode nullable(Optional<? extends JsonNode> view) {
        return view.<JsonNode>map(found -> found).orElse(JsonNodeFactory.instance.nullNode());
    }

    private static String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
