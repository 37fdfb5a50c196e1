package dev.sluice.source.discover;

import dev.sluice.source.stage.StagedFile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file is complete when its size and time of modification have stood still for a while <em>before our own eyes</em>, because tools
 * that keep modification times make them useless as a sign.
 */
public final class SettledFiles implements Completeness {
    private record Still(StagedFile file, long sinceMillis) {}

    private final Clock clock;
    private final long settleMillis;
    private Map<String, Still> seen = new HashMap<>();

    public SettledFiles(Clock clock, long settleMillis) {
        this.clock = clock;
        this.settleMillis = settleMillis;
    }

    @Override
    public List<StagedFile> observe(Collection<StagedFile> files) {
        long now = clock.millis();
        Map<String, Still> current = new HashMap<>();
        List<StagedFile> complete = new ArrayList<>();
        for (StagedFile file : files) {
            Still before = seen.get(file.path());
            // If the clock was set back, the waiting begins anew.
            boolean same = before != null && before.file().equals(file) && before.sinceMillis() <= now;
            Still still = same ? before : new Still(file, now);
            current.put(file.path(), still);
            if (now - still.sinceMillis() >= settleMillis) {
                complete.add(file);
            }
        }
        seen = current;
        complete.sort(null);
        return complete;
    }

    @Override
    public long settleMillis() {
        return settleMillis;
    }
}
