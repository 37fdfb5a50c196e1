package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes carry their mark, write their log, and end when told to; by the watchdog, too. */
class EngineProcessTest {
    @TempDir
    Path directory;

    @Test
    void isRecognisedByItsMarkAndEndsOnSigkill() throws IOException {
        EngineProcess process = launch("one", "wait");
        ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();

        assertThat(new Marker(directory, "one").isOn(handle)).isTrue();
        assertThat(new Marker(directory, "two").isOn(handle)).isFalse();
        assertThat(new Marker(directory.resolve("other"), "one").isOn(handle)).isFalse();
        assertThat(process.residentBytes()).isPositive();

        process.kill();

        assertThat(process.isAlive()).isFalse();
        assertThat(Marker.processesOf(directory)).isEmpty();
    }

    @Test
    void writesItsOutputIntoTheLogAndSaysHowItEnded() throws IOException, InterruptedException {
        EngineProcess process = launch("quoted \" name", "say", "a \"b\" \\ c");

        assertThat(process.exitCode()).isEqualTo(3);
        assertThat(LogTail.lines(home("quoted \" name").logFile(), 40)).containsExactly("a \"b\" \\ c");
    }

    @Test
    void isEndedByTheWatchdogOnceNobodyHoldsItsInputAnyMore() throws IOException, InterruptedException {
        EngineProcess process = launch("orphan", "wait");
        Process watchdog = Watchdog.over(directory);

        watchdog.getOutputStream().close();

        Await.atMostSeconds(20).until("the watchdog stops the orphan", () -> !process.isAlive());
        assertThat(watchdog.waitFor()).isZero();
    }

    private EngineProcess launch(String name, String... arguments) throws IOException {
        EngineHome home = home(name);
        home.create();
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return EngineProcess.launch(
                new JavaLaunch(List.of("-Xmx32m"), classPath, Program.class.getName(), List.of(arguments), Map.of()),
                new Marker(directory, name),
                home);
    }

    private EngineHome home(String name) {
        return new EngineHome(directory.resolve(name));
    }

    /** What these tests run: it either waits for ever or says something and ends. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            if (arguments[0].equals("wait")) {
                new CountDownLatch(1).await();
            }
            System.out.println(arguments[1]);
            System.exit(3);
        }
    }
}
