package dev.sluice.tenant.command;

import dev.sluice.tenant.connect.Cluster;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where Connect and the staging directory are; options of several commands. */
final class Where {
    @Option(
            names = "--connect",
            paramLabel = "URL",
            defaultValue = "${env:SLUICE_CONNECT_URL}",
            description =
                    "A worker's REST API. By default SLUICE_CONNECT_URL, else that of the stack that scripts/stack has started."
                            + " Behind basic authentication: SLUICE_CONNECT_LOGIN=user:password.")
    private String connect;

    @Option(
            names = "--staging",
            paramLabel = "DIR",
            defaultValue = "${env:SLUICE_STAGING_DIR}",
            description =
                    "The staging directory, as this machine sees it. By default SLUICE_STAGING_DIR, else the stack's.")
    private String staging;

    Cluster cluster() {
        return new Cluster(
                given(connect, "--connect or SLUICE_CONNECT_URL"),
                Optional.ofNullable(System.getenv("SLUICE_CONNECT_LOGIN")));
    }

    Path staging() {
        return Path.of(given(staging, "--staging or SLUICE_STAGING_DIR"));
    }

    boolean knowsConnect() {
        return connect != null && !connect.isEmpty();
    }

    boolean knowsStaging() {
        return staging != null && !staging.isEmpty();
    }

    private static String given(String text, String cure) {
        if (text == null || text.isEmpty()) {
            throw new Refusal("it is not said where it is, and no local stack runs here. Give " + cure + ".");
        }
        return text;
    }
}
