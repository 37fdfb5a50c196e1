package dev.sluice.archive.report;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.Envelope.Reason;
import dev.sluice.archive.envelope.EnvelopeJson;
import dev.sluice.archive.part.PartReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How rows are printed. One thread at a time. */
sealed interface Printing extends PartReader.Rows, AutoCloseable {
    /** Prints what is left to print. */
    @Override
    default void close() {}

    /** For people: one line for each row, one for each violation. Control characters are shown, not obeyed. */
    record Text(PrintStream out) implements Printing {
        @Override
        public void row(Envelope envelope) {
            Envelope.Row row = envelope.row();
            String where = Stream.of(
                            orEmpty(envelope.tenant()) + "/" + orEmpty(envelope.dataset()),
                            row.file(),
                            row.ordinal() == null ? null : "row " + row.ordinal(),
                            row.line() == null ? null : "line " + row.line(),
                            row.byteStart() == null ? null : "bytes " + row.byteStart() + "+" + row.byteLength(),
                            origin(envelope),
                            envelope.importId() == null ? null : "import " + envelope.importId(),
                            time(envelope))
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("  "));
            out.println(visible(where));
            for (Reason reason : envelope.violations()) {
                out.println(visible("    " + reason.code() + "  " + reason.message()));
            }
            if (envelope.raw() != null) {
                out.println(visible("    > " + envelope.raw()));
            }
        }

        private static String visible(String text) {
            StringBuilder visible = new StringBuilder(text.length());
            text.codePoints().forEach(point -> {
                if (point == '\n') {
                    visible.append("\\n");
                } else if (Character.isISOControl(point)) {
                    visible.append(String.format("\\u%04x", point));
                } else {
                    visible.appendCodePoint(point);
                }
            });
            return visible.toString();
        }
    }

    /** One line for each violation, all fields quoted: spreadsheets can read it, and so can Sluice. */
    final class Csv implements Printing {
        private static final List<String> HEADER = List.of(
                "tenant",
                "dataset",
                "import",
                "file",
                "ordinal",
                "line",
                "byte_start",
                "byte_length",
                "stage",
                "code",
                "column",
                "value",
                "message",
                "raw",
                "raw_hex",
                "time",
                "kafka");

        private final PrintStream out;

        Csv(PrintStream out) {
            this.out = out;
            print(HEADER.stream());
        }

        @Override
        public void row(Envelope envelope) {
            Envelope.Row row = envelope.row();
            for (Reason reason : envelope.violations()) {
                print(Stream.of(
                        envelope.tenant(),
                        envelope.dataset(),
                        envelope.importId(),
                        row.file(),
                        row.ordinal(),
                        row.line(),
                        row.byteStart(),
                        row.byteLength(),
                        row.stage(),
                        reason.code(),
                        reason.column(),
                        reason.value(),
                        reason.message(),
                        envelope.raw(),
                        hex(envelope.rawBytes()),
                        time(envelope),
                        origin(envelope)));
            }
        }

        private void print(Stream<?> fields) {
            out.print(fields.map(field ->
                            field == null ? "" : "\"" + field.toString().replace("\"", "\"\"") + "\"")
                    .collect(Collectors.joining(",", "", "\r\n")));
        }

        private static String hex(ByteBuffer bytes) {
            if (bytes == null) {
                return null;
            }
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return HexFormat.of().formatHex(copy);
        }
    }

    /** Every envelope, one JSON object a line. */
    record Json(PrintStream out) implements Printing {
        @Override
        public void row(Envelope envelope) throws IOException {
            out.write(EnvelopeJson.line(envelope));
        }
    }

    /** Tab-separated: tenant, dataset, code, column, count; the code {@code *} counts the rows themselves. */
    final class Count implements Printing {
        private final PrintStream out;
        private final Tally tally = new Tally();

        Count(PrintStream out) {
            this.out = out;
        }

        @Override
        public void row(Envelope envelope) {
            tally.accept(envelope);
        }

        @Override
        public void close() {
            out.println("tenant\tdataset\tcode\tcolumn\tcount");
            tally.envelopes()
                    .forEach((owner, count) -> out.println(
                            String.join("\t", owner.tenant(), owner.dataset(), "*", "*", count.toString())));
            tally.violations()
                    .forEach((violation, count) -> out.println(String.join(
                            "\t",
                            violation.owner().tenant(),
                            violation.owner().dataset(),
                            violation.code(),
                            violation.column(),
                            count.toString())));
            out.println("total\t" + tally.total());
        }
    }

    private static String origin(Envelope envelope) {
        Envelope.Origin origin = envelope.origin();
        return origin.topic() + "-" + origin.partition() + "@" + origin.offset();
    }

    private static String time(Envelope envelope) {
        return envelope.time() == null
                ? null
                : Instant.ofEpochMilli(envelope.time()).toString();
    }

    private static String orEmpty(String text) {
        return text == null ? "-" : text;
    }
}
