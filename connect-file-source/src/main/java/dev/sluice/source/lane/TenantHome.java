package dev.sluice.source.lane;

import dev.sluice.contract.Tenant;
import dev.sluice.source.agree.RowPace;
import dev.sluice.source.define.Datasets;
import dev.sluice.source.define.DefinitionReader;
import dev.sluice.source.settle.CleanupPolicy;
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
        Outbox outbox,
        TakenFiles taken,
        RowPace pace) {
    static TenantHome of(TenantDirectory directory, DefinitionReader reader, CleanupPolicy cleanup, RowPace pace) {
        return new TenantHome(
                directory,
                reader,
                new Datasets(directory, reader),
                new Journals(directory),
                new Outbox(directory, cleanup),
                new TakenFiles(directory),
                pace);
    }

    Tenant tenant() {
        return directory.tenant();
    }
}
