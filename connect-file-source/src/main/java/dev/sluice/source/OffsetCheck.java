package dev.sluice.source;

import dev.sluice.contract.DatasetId;
import dev.sluice.contract.Tenant;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.define.Datasets;
import dev.sluice.source.define.Definition;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.emit.ImportOffset;
import dev.sluice.source.parse.CsvFile;
import dev.sluice.source.settle.ImportJournal;
import dev.sluice.source.settle.Journals;
import dev.sluice.source.settle.Manner;
import dev.sluice.source.settle.RejectedRows;
import dev.sluice.source.split.Position;
import dev.sluice.source.stage.TenantDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an operator may move a dataset's position there. Back within the current import is allowed, to the beginning of a row;
 * forward is not, because rows would be passed over that no count would tell of.
 */
final class OffsetCheck {
    private static final int SLICE = 32 << 20;

    private final FileSourceConfig config;

    OffsetCheck(FileSourceConfig config) {
        this.config = config;
    }

    /**
     * What is wrong with an offset of the right form.
     *
     * @param offset null to forget the position, which is always allowed
     */
    Optional<String> problem(Map<String, ?> partition, Map<String, ?> offset) {
        String name = String.valueOf(partition.values().iterator().next());
        int slash = name.indexOf('/');
        Tenant tenant = new Tenant(name.substring(0, slash));
        if (!StagingKeys.tenants(config).isEmpty()
                && !StagingKeys.tenants(config).contains(tenant)) {
            return refused(name, "is of a tenant that this connector does not serve", "Use its own connector.");
        }
        Optional<ImportOffset> position = ImportOffset.of(offset);
        if (position.isEmpty() || position.get().state() == ImportOffset.State.IDLE) {
            return Optional.empty();
        }
        String dataset = name.substring(slash + 1);
        TenantDirectory directory =
                new TenantDirectory(StagingKeys.directory(config), tenant, EncryptionKeys.decryption(config));
        try {
            Optional<ImportJournal> journal = DatasetId.isValidName(dataset)
                    ? new Journals(directory).read(new DatasetId(tenant, dataset))
                    : Optional.empty();
            if (journal.filter(known ->
                            known.context().importId().equals(position.get().importId()))
                    .isEmpty()) {
                return refused(
                        name,
                        "has no import '" + position.get().importId() + "' in progress",
                        "Only a position in the current file can be set; drop a file again to import it again.");
            }
            if (journal.get().inRanges()) {
                return refused(
                        name,
                        "has a file in progress that is read in ranges, each with a position of its own",
                        "Set null for a range to read it from its beginning.");
            }
            if (journal.get().manner() == Manner.ATOMIC) {
                return refused(
                        name,
                        "has a file in progress that is imported as a whole or not at all",
                        "Set null to import it again.");
            }
            return problem(name, directory, journal.get(), position.get().position());
        } catch (IOException e) {
            return refused(name, "cannot be looked at: " + e, "Make staging.dir readable on this worker.");
        }
    }

    private Optional<String> problem(String name, TenantDirectory directory, ImportJournal journal, Position to)
            throws IOException {
        Path notes = new Journals(directory).rejectedRows(journal.context().importId());
        Position reached = RejectedRows.lastMark(notes);
        if (to.bytes() > reached.bytes() || to.ordinal() > reached.ordinal() || to.line() > reached.line()) {
            return refused(
                    name,
                    "has come to byte " + reached.bytes() + ", row " + reached.ordinal() + " only, and byte "
                            + to.bytes() + ", row " + to.ordinal() + " lies behind it",
                    "Rows cannot be skipped; set null to read the file from its beginning.");
        }
        String dataset = journal.context().dataset().name();
        Optional<AcceptedDefinition> accepted =
                new Datasets(directory, new DefinitionReader(directory.tenant(), keyspace -> true)).get(dataset);
        if (accepted.isEmpty()) {
            return refused(name, "has no definition any more", "Drop it again, or set null.");
        }
        Position before = RejectedRows.lastMark(notes, to.ordinal());
        try (CsvFile file = open(directory, journal, accepted.get().definition(), before)) {
            return isRow(file, before, to)
                    ? Optional.empty()
                    : refused(
                            name,
                            "has no row " + to.ordinal() + " that begins at byte " + to.bytes() + ", line " + to.line(),
                            "Use an offset that this connector has committed, or null.");
        }
    }

    private CsvFile open(TenantDirectory directory, ImportJournal journal, Definition definition, Position from)
            throws IOException {
        return CsvFile.open(
                directory.openData(journal.file().path(), definition.maxFileBytes()),
                definition,
                ReadingKeys.limits(config).recordBytes(),
                from);
    }

    /** Reads what lies between, because only that tells a row's beginning from a line end in quotes. */
    private static boolean isRow(CsvFile file, Position from, Position to) throws IOException {
        while (!file.isReady()) {
            file.prepare(SLICE);
        }
        Position at = from;
        while (at.bytes() < to.bytes() && file.scanner().next()) {
            at = file.scanner().position(at.ordinal() + 1);
        }
        return at.equals(to);
    }

    private static Optional<String> refused(String name, String what, String cure) {
        return Optional.of("source partition (where='" + name + "') " + what + "; no offset was changed. " + cure);
    }
}
