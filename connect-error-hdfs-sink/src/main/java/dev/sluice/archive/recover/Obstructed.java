package dev.sluice.archive.recover;

import org.apache.hadoop.fs.FileAlreadyExistsException;

/** Something that the archive has not written stands where a committed file belongs. */
final class Obstructed extends FileAlreadyExistsException {
    private static final long serialVersionUID = 1L;

    Obstructed(String message) {
        super(message);
    }
}
