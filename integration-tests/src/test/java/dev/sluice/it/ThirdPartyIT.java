package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every packaged folder says what it carries of others, and under which licence. */
class ThirdPartyIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect-file-source",
                "smt-schema-validate",
                "connect-avro-converter",
                "connect-cassandra-sink",
                "connect-error-hdfs-sink"
            })
    void everyJarThatOthersMadeIsListedWithItsLicence(String plugin) throws IOException {
        Path folder = Project.ROOT.resolve(plugin).resolve("target/plugins").resolve(plugin);
        List<String> list = Files.readAllLines(folder.resolve("doc/THIRD-PARTY.txt"));
        List<String> names = list.stream()
                .dropWhile(line -> !line.isEmpty())
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .toList();
        List<String> jars = othersJars(folder.resolve("lib"));

        assertThat(names).isNotEmpty().doesNotHaveDuplicates().allSatisfy(name -> {
            assertThat(jars).anyMatch(jar -> jar.startsWith(name));
            assertThat(list.get(list.indexOf(name) + 2))
                    .matches("    (Apache-2\\.0|BSD-[23]-Clause|CC0-1\\.0|EPL-2\\.0|MIT)\\b.*");
        });
        assertThat(jars)
                .allSatisfy(jar ->
                        assertThat(names).anyMatch(name -> jar.equals(name + ".jar") || jar.startsWith(name + "-")));
    }

    /** All but those in which our own packages are. */
    private static List<String> othersJars(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith("-" + dev.sluice.contract.SluiceVersion.get() + ".jar"))
                    .toList();
        }
    }
}
