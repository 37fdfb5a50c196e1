package dev.sluice.it.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.Archive;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.engine.HdfsShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The error archive on HDFS that demands Kerberos tickets and encrypts blocks on their way. System property {@code archive.renewals}: so
 * many lifetimes of a ticket, a minute and a half each, are lived through.
 */
class SecuredArchiveIT {
    private static final long STEP = 5_000;
    private static final int RENEWALS = Integer.getInteger("archive.renewals", 0);
    private static final Duration LIFETIME = Duration.ofSeconds(90);

    private static final Path PLUGIN = Path.of(System.getProperty("sluice.root"))
            .resolve("connect-error-hdfs-sink/target/plugins/connect-error-hdfs-sink");

    private static Kerberos kerberos;
    private static LocalStack stack;
    private static String krb5;

    @BeforeAll
    static void start() throws Exception {
        Path directory = Path.of("target/hdfs-secured-stack");
        kerberos = new Kerberos(Path.of("target/kerberos"));
        krb5 = kerberos.jvmOption("1d");
        stack = LocalStack.builder()
                .directory(directory)
                .fromScratch()
                .hdfs(new HdfsShape(1, 1, kerberos.settings(), List.of(krb5)))
                .without("broker", "worker-1", "registry", "cassandra")
                .start();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        if (kerberos != null) {
            kerberos.close();
        }
    }

    @Test
    void theConnectorsOwnLoginArchives() throws Exception {
        Path keytab = kerberos.keytab("sluice");
        try (ArchiveHandle archive = start("keytab", "sluice/worker", keytab, krb5)) {
            archive.deliverUpTo(STEP);
            archive.awaitCommitted(STEP);
            stack.engine("namenode").kill();
            archive.deliverUpTo(2 * STEP);
            stack.engine("namenode").start();
            archive.awaitCommitted(2 * STEP);
            archive.end();
        }
        assertArchived("keytab", 2 * STEP);
        assertThat(errors("keytab", "--count").lines()).anyMatch(line -> line.startsWith("client_a\t"));
    }

    /** It says so, lives, and goes on when the keytab is put right. */
    @Test
    void aWrongKeytabIsWaitedFor() throws Exception {
        Path keytab = Path.of("target/kerberos/late.keytab").toAbsolutePath();
        Files.copy(kerberos.keytab("stranger"), keytab, StandardCopyOption.REPLACE_EXISTING);
        try (ArchiveHandle archive = start("late", "sluice/worker", keytab, krb5)) {
            archive.deliverUpTo(STEP);
            archive.awaitLog("waits for a valid Kerberos login");
            archive.awaitLog("Check 'hdfs.kerberos.principal', 'hdfs.kerberos.keytab'");
            Files.copy(kerberos.keytab("sluice"), keytab, StandardCopyOption.REPLACE_EXISTING);
            archive.awaitCommitted(STEP);
            archive.end();
        }
        assertArchived("late", STEP);
    }

    @Test
    void whoHasNoTicketIsToldSo() throws Exception {
        try (ArchiveHandle archive = start("simple", "", Path.of(""), krb5)) {
            archive.deliverUpTo(STEP);
            archive.awaitLog("waits for a valid Kerberos login");
        }
    }

    /** Tickets end while files are written, the name node is restarted and wants new proof. */
    @Test
    @EnabledIfSystemProperty(named = "archive.renewals", matches = "[1-9]\\d*")
    void ticketsAreRenewed() throws Exception {
        String shortLived = kerberos.jvmOption(LIFETIME.toSeconds() + "s");
        long begin = System.nanoTime();
        long delivered = 0;
        try (ArchiveHandle archive = start("renewed", "sluice/worker", kerberos.keytab("sluice"), shortLived)) {
            for (int lifetime = 1; lifetime <= RENEWALS; lifetime++) {
                Duration until = LIFETIME.multipliedBy(lifetime).plusSeconds(15);
                while (System.nanoTime() - begin < until.toNanos()) {
                    delivered += 200;
                    archive.deliverUpTo(delivered);
                    archive.awaitCommitted(delivered);
                }
                stack.engine("namenode").kill();
                stack.engine("namenode").start();
                delivered += 200;
                archive.deliverUpTo(delivered);
                archive.awaitCommitted(delivered);
            }
            archive.end();
        }
        assertThat(stack.directory().resolve("archive/renewed/log"))
                .content()
                .doesNotContain("waits for a valid Kerberos login");
        assertArchived("renewed", delivered);
    }

    private static ArchiveHandle start(String name, String principal, Path keytab, String... more) throws IOException {
        List<String> config = new ArrayList<>(List.of(
                "name=archive",
                "hdfs.url=" + stack.hdfsUri(),
                "hadoop.conf.dir=" + stack.hadoopConfiguration(),
                "root.dir=/" + name,
                "rotate.records=2000",
                "rotate.idle.ms=200",
                "retry.backoff.ms=100",
                "retry.backoff.max.ms=1000"));
        if (!principal.isEmpty()) {
            config.add("hdfs.kerberos.principal=" + kerberos.principal(principal));
            config.add("hdfs.kerberos.keytab=" + keytab);
        }
        config.addAll(Arrays.asList(more));
        return ArchiveHandle.start(PLUGIN, stack.directory().resolve("archive").resolve(name), 0, 1, config);
    }

    /** Everything is there, once, and is the principal's. */
    private static void assertArchived(String name, long end) throws Exception {
        FileSystem hdfs = kerberos.asSuperuser(stack.hdfsUri());
        try (Archive archive = new Archive(hdfs, "/" + name)) {
            Archived archived = Archived.read(archive);
            for (int partition = 0; partition < Rejections.PARTITIONS; partition++) {
                archived.assertExactlyOnce(Rejections.TOPIC, partition, end);
            }
            for (FileStatus tenant : hdfs.listStatus(new org.apache.hadoop.fs.Path("/" + name))) {
                assertThat(tenant.getOwner()).isEqualTo("sluice");
            }
        }
    }

    /** What {@code errors} prints, logged in as well. */
    private static String errors(String name, String form) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        krb5,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        ArchiveHandle.classPath(PLUGIN),
                        "dev.sluice.archive.report.ErrorsCommand",
                        "--all",
                        form,
                        "--url",
                        stack.hdfsUri(),
                        "--root",
                        "/" + name,
                        "--conf-dir",
                        stack.hadoopConfiguration().toString(),
                        "--principal",
                        kerberos.principal("sluice/worker"),
                        "--keytab",
                        kerberos.keytab("sluice").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
