package dev.sluice.demo;

import dev.sluice.contract.Event;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Prints what landed: tables, imports, reasons, archived files. */
final class Landed {
    private final PrintStream out;

    Landed(PrintStream out) {
        this.out = out;
    }

    void print(ImportBoard board, Tables tables, Archive archive) {
        Map<String, Event.DatasetDefined> defined = new TreeMap<>();
        Set<String> tenants = new TreeSet<>();
        for (Event event : board.events()) {
            tenants.add(event.tenant());
            if (event instanceof Event.DatasetDefined definition) {
                defined.put(definition.keyspace() + "." + definition.table(), definition);
            }
        }
        out.println("\nTables in Cassandra");
        defined.forEach((name, definition) -> out.printf(
                Locale.ROOT,
                "  %-36s %,9d rows   schema version %d%n",
                name,
                tables.count(definition.keyspace(), definition.table()),
                definition.version()));
        out.println("\nImports");
        for (ImportBoard.Line line : board.lines()) {
            out.printf(
                    Locale.ROOT,
                    "  %-9s %-34s %,9d accepted %,7d rejected   %s%n",
                    line.context().dataset().tenant(),
                    line.file(),
                    line.accepted(),
                    line.rejected(),
                    line.end().map(Event::type).orElse("not ended"));
        }
        out.println("\nRejections on HDFS, by reason");
        for (String tenant : tenants) {
            archive.countsByCodeAndColumn(tenant)
                    .forEach((reason, count) -> out.printf(Locale.ROOT, "  %-9s %-36s %,7d%n", tenant, reason, count));
        }
        out.println("\nFiles on HDFS");
        archive.files().forEach(file -> out.printf(Locale.ROOT, "  %s  %,d bytes%n", file.path(), file.bytes()));
    }
}
