package dev.sluice.source.lane;

import dev.sluice.contract.ImportContext;
import dev.sluice.source.define.AcceptedDefinition;
import dev.sluice.source.define.ErrorPolicy;
import dev.sluice.source.stage.StagedFile;

/**
 * A file all of whose rows are checked before any is emitted.
 *
 * @param context what its import would be
 * @param isDry whether it is not to be loaded in any case
 */
record Candidate(Lane lane, StagedFile file, AcceptedDefinition accepted, ImportContext context, boolean isDry) {
    ErrorPolicy policy() {
        return accepted.definition().errors();
    }
}
