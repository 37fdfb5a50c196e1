package dev.sluice.archive.fs;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * One connector's own login: nothing of it is the JVM's, so that connectors with different keytabs live in one worker. Safe for use by
 * several threads.
 */
final class Login {
    private static final long RELOGIN_CHECK_NANOS = 10_000_000_000L;

    private final UserGroupInformation user;
    /** Who owns the keytab; null without Kerberos. */
    private final UserGroupInformation keytabUser;

    private volatile long checkedAt = System.nanoTime();

    private Login(UserGroupInformation user, UserGroupInformation keytabUser) {
        this.user = user;
        this.keytabUser = keytabUser;
    }

    /**
     * Logs in.
     *
     * @throws IOException if the keytab is not readable or the key distribution centre refuses or is away
     */
    static Login of(Identity identity, Configuration configuration) throws IOException {
        if (!identity.isKerberos()) {
            return new Login(simple(identity), null);
        }
        // Static, but of this plugin's class loader: it says that there is Kerberos, not who anybody is.
        Configuration secured = new Configuration(configuration);
        secured.set("hadoop.security.authentication", "kerberos");
        UserGroupInformation.setConfiguration(secured);
        UserGroupInformation keytabUser =
                UserGroupInformation.loginUserFromKeytabAndReturnUGI(identity.principal(), identity.keytab());
        return new Login(
                identity.user().isEmpty()
                        ? keytabUser
                        : UserGroupInformation.createProxyUser(identity.user(), keytabUser),
                keytabUser);
    }

    /** Where another connector has said that there is Kerberos, asking for the current user would look for a ticket of the worker's. */
    private static UserGroupInformation simple(Identity identity) throws IOException {
        if (!identity.user().isEmpty()) {
            return UserGroupInformation.createRemoteUser(identity.user());
        }
        return UserGroupInformation.isSecurityEnabled()
                ? UserGroupInformation.createRemoteUser(System.getProperty("user.name"))
                : UserGroupInformation.getCurrentUser();
    }

    UserGroupInformation user() {
        return user;
    }

    /** Renews the ticket when it nears its end. Hadoop does that by itself for the JVM's login only. */
    void renew() throws IOException {
        if (keytabUser != null && System.nanoTime() - checkedAt > RELOGIN_CHECK_NANOS) {
            keytabUser.checkTGTAndReloginFromKeytab();
            checkedAt = System.nanoTime();
        }
    }
}
