package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agreement.Schedule;
import dev.sluice.source.agree.Terms;
import dev.sluice.source.discover.Glob;
import dev.sluice.source.report.DatasetMetricsMXBean;
import dev.sluice.source.report.JmxDisplay;
import dev.sluice.source.report.Meters;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees by JMX. */
class MetricsTest {
    private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

    @TempDir
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 1);
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.finish();
    }

    private static ObjectName name(String dataset) throws Exception {
        return new ObjectName("dev.sluice:type=file-source,connector=\"test\",task=0,tenant=acme,dataset=" + dataset);
    }

    private static Object get(String dataset, String attribute) throws Exception {
        return JMX.getAttribute(name(dataset), attribute);
    }

    private static Map<String, Long> codes(String dataset, String attribute) throws Exception {
        Map<String, Long> codes = new TreeMap<>();
        for (Object row : ((TabularData) get(dataset, attribute)).values()) {
            codes.put((String) ((CompositeData) row).get("key"), (Long) ((CompositeData) row).get("value"));
        }
        return codes;
    }

    @Test
    void rowsBytesAndFiles() throws Exception {
        stage.drop("acme", "a.csv", "id,v\n1,x\n2,bad\nshort\n");
        stage.drop("acme", "nobody.csv", "x\n");
        stage.finish();
        assertThat(get("a", "RowsRead")).isEqualTo(3L);
        assertThat(get("a", "RowsAccepted")).isEqualTo(1L);
        assertThat(get("a", "RowsRejected")).isEqualTo(2L);
        assertThat(get("a", "RowsLost")).isEqualTo(0L);
        assertThat(get("a", "BytesRead")).isEqualTo(21L);
        assertThat(get("a", "FilesCompleted")).isEqualTo(1L);
        assertThat(get("a", "FilesWaiting")).isEqualTo(0L);
        assertThat(get("a", "CurrentFile")).isEqualTo("");
        assertThat(get("unknown", "FilesRefused")).isEqualTo(1L);
        assertThat(codes("a", "ViolationsByCode")).isEqualTo(Map.of("COLUMN_COUNT", 1L));
        assertThat(codes("unknown", "RefusalsByCode")).isEqualTo(Map.of("NO_DATASET", 1L));
        stage.connect.loseRows(1);
        stage.drop("acme", "a.csv", "id,v\n1,x\n");
        stage.finish();
        assertThat(get("a", "RowsLost")).isEqualTo(1L);
        assertThat(get("a", "FilesFailed")).isEqualTo(1L);
    }

    @Test
    void theCurrentFilesProgressIsTold() throws Exception {
        stage.drop("acme", "a.csv", "id,v\n" + "1,x\n".repeat(100));
        while ((long) get("a", "RowsRead") == 0) {
            stage.poll(0);
            stage.connect.acknowledge(50);
            stage.clock.advance(5);
        }
        assertThat(get("a", "CurrentFile")).isEqualTo("a.csv");
        assertThat(get("a", "CurrentFileBytes")).isEqualTo(405L);
        assertThat(get("a", "CurrentFileBytesRead")).isEqualTo(5L + 7 * 4);
        stage.finish();
        assertThat(get("a", "CurrentFileBytes")).isEqualTo(0L);
    }

    @Test
    void filesThatWaitAreToldWithTheirAge() throws Exception {
        stage.terms = new Terms(List.of(new Glob("*")), Schedule.parse("0 0 1 1 *", ZoneOffset.UTC), 0, 0);
        stage.poll(0);
        stage.drop("acme", "a-1.csv", "id,v\n");
        stage.drop("acme", "a-2.csv", "id,v\n");
        for (int i = 0; i < 10; i++) {
            stage.poll(0);
            stage.clock.advance(10);
        }
        stage.clock.advance(60_000);
        stage.poll(0);
        assertThat(get("a", "FilesWaiting")).isEqualTo(2L);
        assertThat(get("a", "OldestWaitingSeconds")).isEqualTo(60L);
    }

    @Test
    void theProgressOfAPackedFileIsThatOfItsPackedBytes() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(("id,v\n" + "1,x\n".repeat(100)).getBytes(StandardCharsets.UTF_8));
        }
        stage.drop("acme", "a.csv.gz", packed.toByteArray());
        while ((long) get("a", "RowsRead") == 0) {
            stage.poll(0);
            stage.connect.acknowledge(50);
            stage.clock.advance(5);
        }
        assertThat(get("a", "CurrentFileBytes")).isEqualTo((long) packed.size());
        assertThat((long) get("a", "CurrentFileBytesRead")).isBetween(1L, (long) packed.size());
        stage.finish();
        assertThat(get("a", "BytesRead")).isEqualTo(405L);
    }

    @Test
    void theyAreGoneWhenTheTaskIs() throws Exception {
        Meters meters = new Meters(stage.clock, List.of(new JmxDisplay("other", "0")));
        meters.of(Stage.tenant("acme"), "a");
        ObjectName name =
                new ObjectName("dev.sluice:type=file-source,connector=\"other\",task=0,tenant=acme,dataset=a");
        assertThat(JMX.isRegistered(name)).isTrue();
        meters.of(Stage.tenant("acme"), "a");
        meters.close();
        assertThat(JMX.isRegistered(name)).isFalse();
    }

    @Test
    void everyAttributeIsDocumented() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "metrics.md"));
        assertThat(Stream.of(JMX.getMBeanInfo(name("a")).getAttributes()).map(MBeanAttributeInfo::getName))
                .hasSize(DatasetMetricsMXBean.class.getMethods().length)
                .allSatisfy(attribute -> assertThat(page).contains("| `" + attribute + "` |"));
    }
}
