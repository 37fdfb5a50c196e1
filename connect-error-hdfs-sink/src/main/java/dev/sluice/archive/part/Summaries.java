package dev.sluice.archive.part;

import dev.sluice.archive.envelope.Envelope;
import dev.sluice.archive.envelope.ValidNames;
import dev.sluice.archive.fs.ErrorFileSystem;
import dev.sluice.archive.fs.Trouble;
import dev.sluice.archive.layout.Layout;
import dev.sluice.archive.layout.Slot;
import dev.sluice.archive.layout.Template;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The summaries of the imports that one writer of one topic-partition archives rows of. They are committed with the part, as files
 * that take the place of their predecessors; what was committed before is read back once. Task thread only.
 */
public interface Summaries {
    /** Keeps none. */
    Summaries NONE = new Summaries() {
        @Override
        public void add(Slot slot, Envelope envelope) {}

        @Override
        public List<Move> finish() {
            return List.of();
        }
    };

    /** Counts a row of the part. */
    void add(Slot slot, Envelope envelope) throws IOException;

    /** Makes the summaries of all imports of the part durable, and tells their final names. */
    List<Move> finish() throws IOException;

    /** Keeps one for each import of a valid tenant and dataset. */
    final class Kept implements Summaries {
        private static final Logger LOG = LoggerFactory.getLogger(Summaries.class);
        /**
         * Codes and columns, of all imports together, that are remembered between two parts; what is forgotten is read back. An import
         * has a few, so that those of a thousand tenants fit in.
         */
        private static final int REMEMBERED = 4_000;

        private final ErrorFileSystem fileSystem;
        private final Template template;
        private final Together together;
        private final Layout layout;
        private final String writer;
        private final Predicate<String> mayWait;
        /** By path. */
        private final Map<String, ImportSummary> known = new LinkedHashMap<>(16, 0.75f, true);

        private final Map<String, Long> touched = new LinkedHashMap<>();
        private String lastImport;
        private String lastDataset;
        private String lastTenant;
        private ImportSummary lastSummary;

        /**
         * Knows of none.
         *
         * @param mayWait false for paths of which certainly nothing is in the overflow
         */
        public Kept(
                ErrorFileSystem fileSystem,
                PartSettings settings,
                Layout layout,
                String writer,
                Predicate<String> mayWait) {
            this.fileSystem = fileSystem;
            this.template = settings.template();
            this.together = settings.together();
            this.layout = layout;
            this.writer = writer;
            this.mayWait = mayWait;
        }

        @Override
        public void add(Slot slot, Envelope envelope) throws IOException {
            String importId = envelope.importId();
            if (importId == null || slot.dataset().equals(Slot.UNKNOWN)) {
                return;
            }
            if (!importId.equals(lastImport)
                    || !slot.dataset().equals(lastDataset)
                    || !slot.tenant().equals(lastTenant)) {
                lastSummary = ValidNames.isImport(importId) ? summary(slot, envelope) : null;
                lastImport = importId;
                lastDataset = slot.dataset();
                lastTenant = slot.tenant();
            }
            if (lastSummary != null) {
                lastSummary.add(envelope);
            }
        }

        @Override
        public List<Move> finish() throws IOException {
            List<Together.Step<Move>> writings = new ArrayList<>(touched.size());
            touched.forEach((path, offset) -> {
                ImportSummary summary = known.get(path);
                writings.add(() -> write(summary, layout.temporaryFile(writer, offset, "summary.json"), path));
            });
            List<Move> moves = together.all(writings);
            touched.clear();
            lastImport = null;
            lastSummary = null;
            forget();
            return moves;
        }

        /** The least recently used first. */
        private void forget() {
            int kinds = known.values().stream().mapToInt(ImportSummary::kinds).sum();
            Iterator<ImportSummary> eldest = known.values().iterator();
            while (kinds > REMEMBERED) {
                kinds -= eldest.next().kinds();
                eldest.remove();
            }
        }

        private Move write(ImportSummary summary, String temporary, String path) throws IOException {
            byte[] json = summary.toJson();
            fileSystem.write(temporary, json);
            return new Move(temporary, path, json.length, 0, true);
        }

        private ImportSummary summary(Slot slot, Envelope envelope) throws IOException {
            String path = layout.summary(
                    template.tenantDirectory(slot).orElse("tenant=" + slot.tenant()),
                    slot.dataset(),
                    envelope.importId());
            ImportSummary summary = known.get(path);
            if (summary == null) {
                summary = read(path, envelope);
                known.put(path, summary);
            }
            touched.putIfAbsent(path, envelope.origin().offset());
            return summary;
        }

        private ImportSummary read(String path, Envelope first) throws IOException {
            try {
                // What waits in the overflow is newer than what is at home, and goes nowhere else.
                Optional<byte[]> json = mayWait.test(path) ? content(Layout.overflow(path)) : Optional.empty();
                if (json.isEmpty()) {
                    json = content(path);
                }
                return json.isEmpty() ? ImportSummary.of(first) : parse(path, json.get(), first);
            } catch (IOException e) {
                if (!Trouble.of(e).concernsPlace()) {
                    throw e;
                }
                return anew(path, e, first);
            }
        }

        private Optional<byte[]> content(String path) throws IOException {
            try (InputStream in = fileSystem.open(path)) {
                return Optional.of(in.readAllBytes());
            } catch (FileNotFoundException e) {
                return Optional.empty();
            }
        }

        private static ImportSummary parse(String path, byte[] json, Envelope first) {
            try {
                return ImportSummary.parse(json);
            } catch (IOException e) {
                return anew(path, e, first);
            }
        }

        private static ImportSummary anew(String path, IOException reason, Envelope first) {
            LOG.warn(
                    "summary (where='{}') is not readable: {}; it is written anew and counts from offset {} on. The archive itself "
                            + "is whole; count it with scripts/errors.",
                    path,
                    reason.toString(),
                    first.origin().offset());
            return ImportSummary.of(first);
        }
    }
}
