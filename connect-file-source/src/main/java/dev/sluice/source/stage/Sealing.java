package dev.sluice.source.stage;

import java.io.IOException;
import java.io.OutputStream;

/** What encrypts for a tenant. Any thread; what it opens belongs to one. */
public interface Sealing {
    /** Behind the name of what is encrypted. */
    String SUFFIX = ".pgp";

    /** Encrypts what is written to it; closing it completes the message, and leaves the other stream open. */
    OutputStream sealed(OutputStream to) throws IOException;
}
