package dev.sluice.source.discover;

import dev.sluice.source.stage.StagedFile;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file is complete when another of its name and {@link StagedFile#MARKER_SUFFIX} stands beside it. Markers themselves are never taken.
 */
public final class MarkedFiles implements Completeness {
    @Override
    public List<StagedFile> observe(Collection<StagedFile> files) {
        Set<String> paths = files.stream().map(StagedFile::path).collect(Collectors.toSet());
        return files.stream()
                .filter(file -> !file.path().endsWith(StagedFile.MARKER_SUFFIX))
                .filter(file -> paths.contains(file.path() + StagedFile.MARKER_SUFFIX))
                .sorted()
                .toList();
    }

    @Override
    public long settleMillis() {
        return 0;
    }

    @Override
    public boolean isMarked() {
        return true;
    }
}
