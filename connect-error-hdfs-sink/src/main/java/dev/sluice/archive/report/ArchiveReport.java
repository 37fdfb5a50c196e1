package dev.sluice.archive.report;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.EnvelopeJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Prints what an archive holds: {@code ArchiveReport URL ROOT [--tenant X] [--json]}. Exits with 0, 1 if the archive cannot be read,
 * or 2 if the arguments make no sense.
 */
public final class ArchiveReport {
    private static final String USAGE = "usage: ArchiveReport URL ROOT [--tenant TENANT] [--json]";

    private final ArchiveReader reader;
    private final PrintStream out;

    ArchiveReport(ArchiveReader reader, PrintStream out) {
        this.reader = reader;
        this.out = out;
    }

    public static void main(String[] args) {
        PrintStream out =
                new PrintStream(new BufferedOutputStream(System.out, 64 * 1024), false, StandardCharsets.UTF_8);
        int status = run(args, out);
        out.flush();
        System.exit(status);
    }

    static int run(String[] args, PrintStream out) {
        List<String> places = new ArrayList<>();
        String tenant = null;
        boolean json = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--json")) {
                json = true;
            } else if (args[i].equals("--tenant") && i + 1 < args.length) {
                tenant = args[++i];
            } else {
                places.add(args[i]);
            }
        }
        if (places.size() != 2 || places.stream().anyMatch(place -> place.startsWith("--"))) {
            System.err.println(USAGE);
            return 2;
        }
        try (ArchiveReader reader = ArchiveReader.connect(places.get(0), places.get(1), Map.of())) {
            ArchiveReport report = new ArchiveReport(reader, out);
            if (json) {
                report.printEnvelopes(tenant);
            } else {
                report.printTally(tenant);
            }
            return 0;
        } catch (IOException | RuntimeException e) {
            System.err.println("archive (where='" + places + "') cannot be read: " + e);
            return 1;
        }
    }

    /** Every envelope, one JSON object per line. */
    void printEnvelopes(String tenant) throws IOException {
        reader.read(tenant, this::printLine);
    }

    /** Tab-separated: tenant, dataset, code, column, count; the code {@code *} counts the rows themselves. */
    void printTally(String tenant) throws IOException {
        Tally tally = new Tally();
        List<String> files = reader.files(tenant);
        for (String file : files) {
            reader.readFile(file, tally);
        }
        out.println("tenant\tdataset\tcode\tcolumn\tcount");
        tally.envelopes()
                .forEach((owner, count) ->
                        out.println(String.join("\t", owner.tenant(), owner.dataset(), "*", "*", count.toString())));
        tally.violations()
                .forEach((violation, count) -> out.println(String.join(
                        "\t",
                        violation.owner().tenant(),
                        violation.owner().dataset(),
                        violation.code(),
                        violation.column(),
                        count.toString())));
        out.println("total\t" + tally.total() + " records in " + files.size() + " files");
    }

    private void printLine(Envelope envelope) {
        try {
            out.write(EnvelopeJson.line(envelope));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
