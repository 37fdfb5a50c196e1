package dev.sluice.source.lane;

import dev.sluice.source.stage.StagedFile;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line when a file comes in, one when it goes out, however often a step is repeated. One lane's; poll thread. */
final class FileLog {
    private static final Logger log = LoggerFactory.getLogger(FileLog.class);

    private Optional<StagedFile> current = Optional.empty();

    /** @param what is done with it */
    void in(StagedFile file, String what) {
        if (current.filter(file::equals).isEmpty()) {
            current = Optional.of(file);
            log.info("{} in: {} bytes, {}", file, file.size(), what);
        }
    }

    /** @param what is known of it now */
    void between(StagedFile file, String what) {
        current = Optional.empty();
        log.info("{}: {}", file, what);
    }

    /** @param what has become of it */
    void out(StagedFile file, String what) {
        current = Optional.empty();
        log.info("{} out: {}", file, what);
    }
}
