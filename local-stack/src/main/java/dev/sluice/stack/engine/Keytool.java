package dev.sluice.stack.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a certificate authority and what it signs, by the JDK's own tool: Java has no public API that signs certificates. For one thread.
 *
 * @param password of all stores
 */
record Keytool(Path directory, String password) {
    private static final String STORE = "PKCS12";
    private static final String PASSWORD_VARIABLE = "SLUICE_STORE_PASSWORD";
    private static final String AUTHORITY = "authority";

    /** Makes three stores: of the engines' key, of a client's key, of the authority's certificate. */
    void makeAll(Path engine, Path client, Path trusted) throws IOException, GeneralSecurityException {
        Path all = directory.resolve("all.p12");
        Files.deleteIfExists(all);
        run(all, AUTHORITY, "CN=Sluice local stack", "-ext", "bc:c");
        run(all, "engine", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1,dns:localhost", "-signer", AUTHORITY);
        run(all, "client", "CN=sluice", "-signer", AUTHORITY);
        KeyStore keys = KeyStore.getInstance(STORE);
        try (InputStream in = Files.newInputStream(all)) {
            keys.load(in, password.toCharArray());
        }
        write(engine, keys, "engine");
        write(client, keys, "client");
        KeyStore authority = empty();
        authority.setCertificateEntry(AUTHORITY, keys.getCertificate(AUTHORITY));
        write(trusted, authority);
        // Nobody signs anything any more.
        Files.delete(all);
    }

    private void write(Path file, KeyStore keys, String alias) throws IOException, GeneralSecurityException {
        KeyStore one = empty();
        Certificate[] chain = keys.getCertificateChain(alias);
        one.setKeyEntry(alias, keys.getKey(alias, password.toCharArray()), password.toCharArray(), chain);
        write(file, one);
    }

    private void write(Path file, KeyStore store) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(STORE);
        store.load(null, null);
        return store;
    }

    private void run(Path store, String alias, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "365",
                "-storetype",
                STORE,
                "-keystore",
                store.toString(),
                // In its arguments everybody could read it.
                "-storepass:env",
                PASSWORD_VARIABLE,
                "-alias",
                alias,
                "-dname",
                name));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD_VARIABLE, password);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool made no key (alias='" + alias + "'); it says: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while keytool ran");
        }
    }
}
