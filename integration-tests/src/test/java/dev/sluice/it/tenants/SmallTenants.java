package dev.sluice.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.Staging;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tenants with little to load, who all come at once. For one thread. */
final class SmallTenants {
    static final String DATASET = "small";
    static final int ROWS = 50;

    private static final String DEFINITION = DATASET + ".dataset.json";

    private final Map<String, Staging> tenants = new LinkedHashMap<>();

    SmallTenants(Path stagingDirectory, List<String> names) {
        names.forEach(name -> tenants.put(name, new Staging(stagingDirectory, name)));
    }

    Round define() {
        return drop(DEFINITION, Table.definition(DATASET).getBytes(StandardCharsets.UTF_8));
    }

    /** Everyone drops a file of that number. */
    Round drop(int number) {
        return drop(file(number), Table.rows(ROWS));
    }

    /** Where their files of that number are in the end. */
    List<Path> done(int number) {
        return tenants.values().stream()
                .map(tenant -> tenant.out().resolve("done").resolve(file(number)))
                .toList();
    }

    static String file(int number) {
        return DATASET + "-" + number + ".csv";
    }

    private Round drop(String file, byte[] content) {
        Round round = new Round(file);
        tenants.forEach((tenant, staging) -> {
            round.dropped.put(tenant, System.currentTimeMillis());
            staging.drop(file, content);
        });
        return round;
    }

    /** All of a file's rows are loaded, and nobody is told of anybody else's trouble. */
    void assertReports(int number) throws IOException {
        for (Map.Entry<String, Staging> tenant : tenants.entrySet()) {
            JsonNode report = tenant.getValue().report(file(number)).orElseThrow();
            assertThat(report.path("tenant").asText()).isEqualTo(tenant.getKey());
            assertThat(report.path("state").asText()).isEqualTo("completed");
            assertThat(report.path("rows_accepted").asInt()).isEqualTo(ROWS);
            assertThat(report.path("rows_rejected").asInt()).isZero();
            assertThat(tenant.getValue().out().resolve("done").resolve(file(number)))
                    .hasBinaryContent(Table.rows(ROWS));
            assertThat(tenant.getValue().in()).isEmptyDirectory();
        }
    }

    /** One file of each of them. */
    final class Round {
        private final String file;
        private final Map<String, Long> dropped = new HashMap<>();
        private final Map<String, Long> waited = new HashMap<>();

        private Round(String file) {
            this.file = file;
        }

        /** Whether everyone has a report; the wait of who has one ends with the time that its file bears. */
        boolean isDone() throws IOException {
            for (String tenant : new ArrayList<>(dropped.keySet())) {
                Path report = tenants.get(tenant).out().resolve(file + ".report.json");
                if (Files.exists(report)) {
                    waited.put(tenant, Files.getLastModifiedTime(report).toMillis() - dropped.remove(tenant));
                }
            }
            return dropped.isEmpty();
        }

        Waits waits() {
            return Waits.of(waited.values());
        }
    }
}
