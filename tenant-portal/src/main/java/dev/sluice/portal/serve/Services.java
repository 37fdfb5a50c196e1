package dev.sluice.portal.serve;

import dev.sluice.portal.admit.Tokens;
import dev.sluice.portal.define.DefinitionStore;
import dev.sluice.portal.follow.ImportStore;
import dev.sluice.portal.stage.StagingDirectory;
import dev.sluice.portal.watch.Connectors;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What the portal looks at. */
public record Services(
        StagingDirectory staging,
        ImportStore imports,
        DefinitionStore definitions,
        Connectors connectors,
        Supplier<Tokens> tokens,
        InstantSource clock) {}
