package dev.sluice.source.emit;

import java.io.IOException;

/** How many partitions a topic has now. Asked by another thread than the poll thread, which must not wait. */
public interface Partitions {
    /** 0 if the topic does not exist; an {@link IOException} means that nobody can say now. */
    int count(String topic) throws IOException;
}
