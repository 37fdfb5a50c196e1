package dev.sluice.archive.recover;

import dev.sluice.archive.fs.Access;
import dev.sluice.archive.layout.Slot;
import dev.sluice.archive.layout.Template;
import java.util.Optional;

/**
 * Who may enter the tenants' directories. Pure.
 *
 * @param access with {@code ${tenant}} for the tenant's name
 */
public record Tenancy(Template template, Access access) {
    /** What is to be done with a tenant's directory. */
    record Protection(String directory, Access access) {}

    /** True if tenants' directories are to be protected, and with them the archive's memory, which has rows of all of them. */
    boolean isConfigured() {
        return !access.equals(Access.UNCHANGED);
    }

    /** How to protect what a path lies in; nobody is let at rows whose tenant is unknown but by the permission itself. */
    Optional<Protection> protection(String path) {
        if (!isConfigured()) {
            return Optional.empty();
        }
        return template.tenantDirectoryOf(path)
                .map(directory -> new Protection(
                        directory.path(),
                        directory.tenant().equals(Slot.UNKNOWN)
                                ? new Access(access.permission(), "", "")
                                : new Access(
                                        access.permission(),
                                        named(access.group(), directory.tenant()),
                                        named(access.acl(), directory.tenant()))));
    }

    private static String named(String text, String tenant) {
        return text.replace("${tenant}", tenant);
    }
}
