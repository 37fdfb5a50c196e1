package dev.sluice.archive.recover;

import java.io.IOException;

/** Another writer has taken over the topic-partition: what this one holds in memory must not be committed. */
final class FencedException extends IOException {
    private static final long serialVersionUID = 1L;

    FencedException(String message) {
        super(message);
    }
}
