package dev.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The user's own tenants: nobody knows what must become of their files, but the books must balance. For one thread. */
final class OwnTenants {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Pipeline pipeline;
    private final Map<Staging, List<String>> files = new LinkedHashMap<>();

    OwnTenants(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    void play(Map<String, Path> tenants, PrintStream out, Runnable tick) throws InterruptedException {
        tenants.forEach((tenant, folder) -> {
            Staging staging = pipeline.staging(tenant);
            files.put(staging, staging.dropAll(folder));
            out.println(tenant + " drops " + files.get(staging));
        });
        pipeline.awaitReports(files, PATIENCE, tick);
        pipeline.awaitSinks(PATIENCE, tick);
    }

    /** What does not add up; also prints the reasons of refused files. */
    List<String> check(PrintStream out) {
        List<String> problems = new ArrayList<>();
        files.forEach((staging, names) -> names.forEach(name -> {
            JsonNode report = staging.report(name).orElseThrow();
            for (JsonNode reason : report.path("reasons")) {
                out.println("  " + name + ": " + reason.path("message").asText());
            }
            long read = report.path("rows_read").asLong();
            long settled = report.path("rows_accepted").asLong()
                    + report.path("rows_rejected").asLong();
            if (read != settled) {
                problems.add(name + ": " + read + " rows read, " + settled + " accepted or rejected");
            }
        }));
        return problems;
    }
}
