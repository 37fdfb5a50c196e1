package dev.sluice.source.report;

import dev.sluice.contract.RowPosition;
import dev.sluice.contract.Violation;
import dev.sluice.contract.Violation.Code;
import dev.sluice.source.check.Verdict;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.settle.RejectedInOrder;
import dev.sluice.source.split.RecordScanner;
import dev.sluice.source.stage.OpenFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Writes the rejected lines of a file, byte for byte under its own header, and beside them the reasons. The lines are read from the
 * file again, and what is wrong with their form is found out again: both follow from the positions alone, so after a crash all of it
 * is simply done once more, and a million rejections need no memory. The file is open twice, because a line that is too large to be
 * held is not too large to be copied. One thread.
 */
public final class RejectsWriter implements Closeable {
    private static final byte[] HEADER = "line,column,code,value,message\n".getBytes(StandardCharsets.UTF_8);

    private final CsvFile file;
    private final OpenFile bytes;
    private final RejectedInOrder rows;
    private final RowReasons reasons;
    private final Rejections rejections = new Rejections();
    private Optional<RowPosition> pending = Optional.empty();
    private final AttachmentFile rejects;
    private final AttachmentFile why;
    private final byte[] buffer = new byte[64 * 1024];

    /**
     * Begins with the header.
     *
     * @param file at its beginning, its header read; closed with this
     * @param bytes the same file; closed with this
     * @param rows closed with this
     * @param rejects for the rows; closed with this, also if this throws
     * @param why for the reasons; closed with this, also if this throws
     */
    public RejectsWriter(
            CsvFile file,
            OpenFile bytes,
            RejectedInOrder rows,
            RowReasons reasons,
            AttachmentFile rejects,
            AttachmentFile why)
            throws IOException {
        this.file = file;
        this.bytes = bytes;
        this.rows = rows;
        this.reasons = reasons;
        this.rejects = rejects;
        this.why = why;
        try {
            why.stream().write(HEADER);
            copy(0, markBytes());
            copy(file.headerStart(), file.headerEnd());
        } catch (IOException | RuntimeException e) {
            rejects.close();
            why.close();
            throw e;
        }
    }

    /** Length of the byte order mark. */
    private int markBytes() throws IOException {
        byte[] mark = "\uFEFF".getBytes(file.charset());
        boolean isMarkable = file.charset().name().startsWith("UTF-");
        int read = 0;
        byte[] head = new byte[mark.length];
        for (int count; read < head.length && (count = bytes.read(head, read, head.length - read)) > 0; ) {
            read += count;
        }
        bytes.rewind();
        return isMarkable && java.util.Arrays.equals(head, mark) ? mark.length : 0;
    }

    /**
     * Writes on.
     *
     * @param most how many bytes of the file to pass, about
     * @return true if there is more to do; if not, all is on disk
     * @throws EOFException if the file is not what it was
     */
    public boolean write(long most) throws IOException {
        long until = bytes.offset() + most;
        while (bytes.offset() < until) {
            if (pending.isEmpty()) {
                pending = rows.next();
            }
            if (pending.isEmpty()) {
                rejects.complete();
                why.complete();
                return false;
            }
            if (pending.get().byteStart() > until) {
                bytes.skipTo(until);
                file.skipTo(until);
            } else {
                write(pending.get());
                pending = Optional.empty();
            }
        }
        return true;
    }

    private void write(RowPosition row) throws IOException {
        if (!file.seek(row)) {
            throw new EOFException("there is no row at byte " + row.byteStart() + " any more");
        }
        RecordScanner record = file.scanner();
        Verdict verdict = reasons.of(row, record, file.parser());
        if (!verdict.isRejection()) {
            verdict = new Verdict(true, List.of(notExplained(row)), List.of());
        }
        rejections.add(row, verdict);
        for (Violation violation : verdict.violations()) {
            why.stream().write(line(row.line(), violation).getBytes(StandardCharsets.UTF_8));
        }
        copy(row.byteStart(), record.nextByte());
    }

    /** There is no rejection without a reason; that we do not know it is to be said. */
    private static Violation notExplained(RowPosition row) {
        return new Violation(
                Code.NOT_EXPLAINED,
                null,
                null,
                "row (" + row.place()
                        + ") was rejected behind the source, which finds nothing wrong with it; the row was"
                        + " not loaded. Ask your operator: its reason is in the archive of rejections. A transformation"
                        + " may validate against another schema version, or be of another kind.");
    }

    private static String line(long line, Violation violation) {
        return line + "," + quoted(violation.column()) + "," + violation.code() + "," + quoted(violation.value()) + ","
                + quoted(violation.message()) + "\n";
    }

    private static String quoted(String text) {
        return text == null ? "" : '"' + text.replace("\"", "\"\"") + '"';
    }

    private void copy(long from, long to) throws IOException {
        if (bytes.offset() != from) {
            bytes.skipTo(from);
        }
        while (bytes.offset() < to) {
            int read = bytes.read(buffer, 0, (int) Math.min(buffer.length, to - bytes.offset()));
            if (read < 0) {
                throw new EOFException("the file ends before byte " + to);
            }
            rejects.stream().write(buffer, 0, read);
        }
    }

    /** What the report says; complete when all is written. */
    public Rejections rejections() {
        return rejections;
    }

    @Override
    public void close() throws IOException {
        try (file;
                bytes;
                rows;
                rejects;
                why) {
            // Closing is all.
        }
    }
}
