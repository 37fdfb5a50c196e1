package dev.sluice.source.lane;

import dev.sluice.contract.Tenant;
import dev.sluice.source.agree.RowPace;
import dev.sluice.source.define.Datasets;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.settle.CheckNotes;
import dev.sluice.source.settle.ImportHistory;
import dev.sluice.source.settle.Journals;
import dev.sluice.source.settle.Outbox;
import dev.sluice.source.settle.TakenFiles;
import dev.sluice.source.stage.TenantDirectory;

/** What all lanes of a tenant share. */
record TenantHome(
        TenantDirectory directory,
        DefinitionReader reader,
        Datasets datasets,
        Journals journals,
        ImportHistory history,
        Outbox outbox,
        TakenFiles taken,
        CheckNotes checkNotes,
        RowPace pace,
        Confidentiality confidentiality) {
    static TenantHome of(
            TenantDirectory directory,
            DefinitionReader reader,
            Outbox outbox,
            RowPace pace,
            Confidentiality confidentiality) {
        return new TenantHome(
                directory,
                reader,
                new Datasets(directory, reader),
                new Journals(directory),
                new ImportHistory(directory),
                outbox,
                new TakenFiles(directory),
                new CheckNotes(directory),
                pace,
                confidentiality);
    }

    Tenant tenant() {
        return directory.tenant();
    }
}
