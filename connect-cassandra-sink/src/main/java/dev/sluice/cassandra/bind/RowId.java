package dev.sluice.cassandra.bind;

import dev.sluice.contract.ImportContext;
import dev.sluice.contract.RowPosition;

/** Names a row of a file for ever. */
public record RowId(ImportContext context, RowPosition position) {}
