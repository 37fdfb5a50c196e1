package dev.sluice.cassandra.define;

import java.util.Locale;

/** How what tenants call keyspaces, tables, columns and fields is written in Cassandra. All sinks of a cluster must agree. */
public enum Naming {
    /** Exactly as defined; who has capitals must quote them in CQL. */
    EXACT {
        @Override
        public String of(String defined) {
            return defined;
        }
    },
    /** In lower case, so that CQL needs no quotes; names that would meet are refused. */
    LOWER {
        @Override
        public String of(String defined) {
            return defined.toLowerCase(Locale.ROOT);
        }
    };

    /** A defined name as it is in Cassandra. */
    public abstract String of(String defined);
}
