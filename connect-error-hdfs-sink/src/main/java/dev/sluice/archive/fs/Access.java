package dev.sluice.archive.fs;

/**
 * Who may enter a directory, in Hadoop's own words; empty for what is left as it is.
 *
 * @param permission octal, like {@code 750}
 * @param group the directory's group
 * @param acl entries, like {@code group:auditors:r-x,default:group:auditors:r-x}
 */
public record Access(String permission, String group, String acl) {
    /** For the archive's own memory, which holds rows of all tenants. */
    public static final Access OWNER_ONLY = new Access("700", "", "");

    /** Leaves everything as it is. */
    public static final Access UNCHANGED = new Access("", "", "");
}
