package dev.sluice.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the Sluice build, as every plugin reports it to Connect. */
public final class SluiceVersion {
    private static final String VERSION = read();

    private SluiceVersion() {}

    public static String get() {
        return VERSION;
    }

    private static String read() {
        try (InputStream in = SluiceVersion.class.getResourceAsStream("/sluice-version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("sluice-version.properties is not readable", e);
        }
    }
}
