package dev.sluice.portal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.portal.admit.Token;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    @TempDir
    Path directory;

    @Test
    void withACertificateItSpeaksTlsAndTellsBrowsersToStayWithIt() throws Exception {
        Path keystore = directory.resolve("portal.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "portal",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        HttpSettings settings = new HttpSettings(
                Portal.USUAL.listen(),
                Optional.of(new HttpSettings.Tls(keystore, "changeit")),
                false,
                100,
                100,
                1,
                1,
                1);
        try (Portal portal = new Portal(directory, settings)) {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .sslContext(trusting(keystore))
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(
                                            portal.url("/me").toString().replace("http:", "https:")))
                                    .header("Authorization", "Bearer " + Portal.A.reveal())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Strict-Transport-Security"))
                    .isPresent();
        }
        assertThat(settings.toString()).doesNotContain("changeit");
    }

    @Test
    void aForwardedAddressIsBelievedOnlyBehindAProxy() throws Exception {
        try (Portal direct = new Portal(directory, Portal.USUAL)) {
            assertThat(lastOfManyGuesses(direct)).isEqualTo(429);
        }
        HttpSettings behindProxy = new HttpSettings(Portal.USUAL.listen(), Optional.empty(), true, 100, 100, 1, 1, 1);
        try (Portal behind = new Portal(directory, behindProxy)) {
            assertThat(lastOfManyGuesses(behind)).isEqualTo(401);
        }
    }

    private static int lastOfManyGuesses(Portal portal) throws IOException, InterruptedException {
        int status = 0;
        for (int i = 0; i < 12; i++) {
            status = portal.send(portal.request(Token.random(), "/me").header("X-Forwarded-For", "10.0.0." + i))
                    .statusCode();
        }
        return status;
    }

    private static SSLContext trusting(Path keystore) throws Exception {
        KeyStore certificates = KeyStore.getInstance(keystore.toFile(), "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
