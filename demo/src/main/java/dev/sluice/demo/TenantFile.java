package dev.sluice.demo;

import java.util.Map;

/** A generated data file and what must become of it. Nobody changes what is in it. */
public final class TenantFile {
    private final byte[] content;
    private final long accepted;
    private final long rejected;
    private final Map<String, Long> reasons;
    private final Map<String, Map<String, Object>> table;

    TenantFile(
            byte[] content,
            long accepted,
            long rejected,
            Map<String, Long> reasons,
            Map<String, Map<String, Object>> table) {
        this.content = content;
        this.accepted = accepted;
        this.rejected = rejected;
        this.reasons = reasons;
        this.table = table;
    }

    /** The file's bytes. */
    public byte[] content() {
        return content;
    }

    /** Number of rows that must be accepted. */
    public long accepted() {
        return accepted;
    }

    /** Number of rows that must be rejected. */
    public long rejected() {
        return rejected;
    }

    /** Number of violations by {@code code column}. */
    public Map<String, Long> reasons() {
        return reasons;
    }

    /** The last accepted row of each primary key, as the table must hold it. */
    public Map<String, Map<String, Object>> table() {
        return table;
    }
}
