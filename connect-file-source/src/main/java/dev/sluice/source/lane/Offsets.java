package dev.sluice.source.lane;

import dev.sluice.source.emit.ImportOffset;
import java.util.Map;
import java.util.Optional;

/** What Connect has committed. */
public interface Offsets {
    Optional<ImportOffset> committed(Map<String, String> sourcePartition);
}
