package dev.sluice.archive;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** What keeps tenants apart: who may enter their directories, and what becomes of files that these do not take. */
final class TenantSettings {
    static final String TENANT_PERMISSIONS_CONFIG = "tenant.dir.permissions";
    static final String TENANT_PERMISSIONS_DEFAULT = "";
    static final String TENANT_PERMISSIONS_DOC =
            "Octal permissions of each tenant's directory, like 750; empty to leave them as they are. If any tenant.dir.* is set, the "
                    + "archive's own directory, .sluice, is for its owner only.";

    static final String TENANT_GROUP_CONFIG = "tenant.dir.group";
    static final String TENANT_GROUP_DEFAULT = "";
    static final String TENANT_GROUP_DOC =
            "Group of each tenant's directory, like sluice_${tenant}; empty to leave it as it is. Needs to be the connector user's "
                    + "own group, or a superuser.";

    static final String TENANT_ACL_CONFIG = "tenant.dir.acl";
    static final String TENANT_ACL_DEFAULT = "";
    static final String TENANT_ACL_DOC =
            "Access control entries of each tenant's directory, like group:${tenant}:r-x,default:group:${tenant}:r-x; empty for none.";

    static final String OVERFLOW_RETRY_MS_CONFIG = "overflow.retry.ms";
    static final long OVERFLOW_RETRY_MS_DEFAULT = 60_000;
    static final String OVERFLOW_RETRY_MS_DOC =
            "Files that a tenant's directory does not take (quota, permission, something in the way) are archived in {root.dir}/_overflow "
                    + "instead, and nobody else waits. So many milliseconds later, and again and again, it is tried to move them to where "
                    + "they belong, in the background.";

    private TenantSettings() {}

    static void define(SettingsDefinition def) {
        Range positive = Range.atLeast(1);
        def.group("Permissions");
        def.add(
                TENANT_PERMISSIONS_CONFIG,
                ConfigDef.Type.STRING,
                TENANT_PERMISSIONS_DEFAULT,
                Checks.PERMISSIONS,
                Importance.MEDIUM,
                TENANT_PERMISSIONS_DOC);
        def.add(
                TENANT_GROUP_CONFIG,
                ConfigDef.Type.STRING,
                TENANT_GROUP_DEFAULT,
                null,
                Importance.MEDIUM,
                TENANT_GROUP_DOC);
        def.add(
                TENANT_ACL_CONFIG,
                ConfigDef.Type.STRING,
                TENANT_ACL_DEFAULT,
                Checks.ACL,
                Importance.MEDIUM,
                TENANT_ACL_DOC);
        def.group("Overflow");
        def.add(
                OVERFLOW_RETRY_MS_CONFIG,
                ConfigDef.Type.LONG,
                OVERFLOW_RETRY_MS_DEFAULT,
                positive,
                Importance.LOW,
                OVERFLOW_RETRY_MS_DOC);
    }
}
