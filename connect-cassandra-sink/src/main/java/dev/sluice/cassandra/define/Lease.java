package dev.sluice.cassandra.define;

/** The port to the one right to change the schema, held by at most one task of any worker; it expires by itself. */
public interface Lease {
    /** Takes or renews it; false while another task holds it. */
    boolean acquire();

    void release();
}
