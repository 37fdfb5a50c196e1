package dev.sluice.archive.fs;

/**
 * Who to be on the file system; what is empty is not set.
 *
 * @param user on file systems with simple authentication; with a keytab, whom to impersonate
 * @param principal of the keytab
 * @param keytab local path
 */
public record Identity(String user, String principal, String keytab) {
    /** The user that runs the worker. */
    public static final Identity WORKER = new Identity("", "", "");

    boolean isKerberos() {
        return !principal.isEmpty();
    }
}
