package dev.sluice.stack.command;

import dev.sluice.stack.Endpoints;
import dev.sluice.stack.StackRecord;
import dev.sluice.stack.process.EngineProcess;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A stack as a table for people: each engine with endpoint, pid and memory, then what to write into client configs. */
final class StatusTable {
    private static final String ROW = "  %-10s %-5s %8s %7s  %s%n";
    private static final String SETTING = "  %-22s %s%n";

    private StatusTable() {}

    static String of(StackRecord record, Path stack) {
        StringBuilder table = new StringBuilder(row(ROW, "ENGINE", "STATE", "PID", "MB", "ENDPOINT"));
        long total = 0;
        for (StackRecord.Run run : record.runs()) {
            Optional<ProcessHandle> process = run.process(stack);
            long megabytes =
                    process.map(p -> EngineProcess.residentBytes(p.pid()) >> 20).orElse(0L);
            total += megabytes;
            table.append(row(
                    ROW,
                    run.engine(),
                    process.isPresent() ? "up" : "down",
                    process.map(p -> Long.toString(p.pid())).orElse("-"),
                    process.isPresent() ? Long.toString(megabytes) : "-",
                    run.endpoint()));
        }
        table.append(row(ROW, "", "", "", total, ""));
        Endpoints endpoints = record.endpoints();
        table.append(row(SETTING, "bootstrap.servers", endpoints.bootstrapServers()));
        table.append(row(SETTING, "Connect REST", endpoints.connectUrl()));
        table.append(row(SETTING, "schema.registry.url", endpoints.schemaRegistryUrl()));
        table.append(row(
                SETTING,
                "Cassandra",
                endpoints.cassandraContactPoint() + " (datacenter " + endpoints.localDatacenter() + ")"));
        table.append(row(SETTING, "fs.defaultFS", endpoints.hdfsUri()));
        table.append(row(SETTING, "staging directory", endpoints.stagingDirectory()));
        table.append(row(SETTING, "logs", stack.resolve("<engine>/log")));
        return table.toString();
    }

    private static String row(String format, Object... cells) {
        return String.format(Locale.ROOT, format, cells).replaceAll(" +(\\R)", "$1");
    }
}
