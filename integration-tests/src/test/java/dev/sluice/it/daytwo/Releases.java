package dev.sluice.it.daytwo;

import dev.sluice.contract.SluiceVersion;
import dev.sluice.it.Project;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The zips of this build, and the same plugins as a release to come: they differ in the version that they say they are of. */
final class Releases {
    static final String OLD = SluiceVersion.get();
    static final String NEW = "100.0.0";

    private static final List<String> PLUGINS =
            List.of("connect-file-source", "smt-schema-validate", "connect-cassandra-sink", "connect-error-hdfs-sink");

    private Releases() {}

    /** Puts all zips, under their names, where an operator would have downloaded them to. */
    static void download(Path folder) throws IOException {
        for (String plugin : PLUGINS) {
            Path zip = Project.ROOT.resolve(plugin).resolve("target").resolve(plugin + "-" + OLD + ".zip");
            Files.copy(zip, folder.resolve(plugin + "-" + OLD + ".zip"));
            try (InputStream in = Files.newInputStream(zip)) {
                Files.write(folder.resolve(plugin + "-" + NEW + ".zip"), renewed(in));
            }
        }
    }

    private static byte[] renewed(InputStream zip) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ZipInputStream in = new ZipInputStream(zip);
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(0);
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(renewed(entry.getName(), in.readAllBytes()));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] renewed(String name, byte[] content) throws IOException {
        if (name.endsWith("sluice-version.properties")) {
            return ("version=" + NEW).getBytes(StandardCharsets.US_ASCII);
        }
        return name.contains("connect-contract-") ? renewed(new ByteArrayInputStream(content)) : content;
    }
}
