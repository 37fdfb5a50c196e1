package dev.sluice.archive.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins against a real key distribution centre. */
class LoginTest {
    @TempDir
    private static Path directory;

    private static MiniKdc kdc;

    @BeforeAll
    static void start() throws Exception {
        kdc = new MiniKdc(MiniKdc.createConf(), directory.toFile());
        kdc.start();
        kdc.createPrincipal(keytab("one").toFile(), "one");
        kdc.createPrincipal(keytab("two").toFile(), "two");
    }

    @AfterAll
    static void stop() {
        kdc.stop();
        UserGroupInformation.setConfiguration(new Configuration());
    }

    @Test
    void twoKeytabsLiveInOneWorker() throws IOException {
        Login one = Login.of(identity("one", ""), new Configuration());
        Login two = Login.of(identity("two", ""), new Configuration());
        assertThat(one.user().getUserName()).isEqualTo("one@" + kdc.getRealm());
        assertThat(two.user().getUserName()).isEqualTo("two@" + kdc.getRealm());
        assertThat(one.user().hasKerberosCredentials()).isTrue();
        assertThat(two.user().hasKerberosCredentials()).isTrue();
        one.user().checkTGTAndReloginFromKeytab();
        one.renew();
        assertThat(one.user().getUserName()).isEqualTo("one@" + kdc.getRealm());
    }

    @Test
    void aConnectorWithoutKerberosStaysWhoItIs() throws IOException {
        Login.of(identity("one", ""), new Configuration());
        Login simple = Login.of(Identity.WORKER, new Configuration());
        assertThat(simple.user().getUserName()).isEqualTo(System.getProperty("user.name"));
        assertThat(Login.of(new Identity("sluice", "", ""), new Configuration())
                        .user()
                        .getUserName())
                .isEqualTo("sluice");
    }

    @Test
    void aKeytabsOwnerMayImpersonate() throws IOException {
        Login login = Login.of(identity("one", "tenants"), new Configuration());
        assertThat(login.user().getUserName()).isEqualTo("tenants");
        assertThat(login.user().getRealUser().getUserName()).isEqualTo("one@" + kdc.getRealm());
    }

    @Test
    void aWrongKeytabIsTroubleWithTheLogin() {
        Identity wrong = new Identity("", "one@" + kdc.getRealm(), keytab("two").toString());
        assertThatThrownBy(() -> Login.of(wrong, new Configuration()))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(Trouble.of(e)).isEqualTo(Trouble.LOGIN));
    }

    private static Identity identity(String name, String user) {
        return new Identity(user, name + "@" + kdc.getRealm(), keytab(name).toString());
    }

    private static Path keytab(String name) {
        return directory.resolve(name + ".keytab");
    }
}
