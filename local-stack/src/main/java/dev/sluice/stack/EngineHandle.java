package dev.sluice.stack;

import dev.sluice.stack.engine.Engine;
import dev.sluice.stack.process.Await;
import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.EngineProcess;
import dev.sluice.stack.process.JavaLaunch;
import dev.sluice.stack.process.LogTail;
import dev.sluice.stack.process.Marker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One engine of a running stack: watched, stopped, killed, started again on the same port and data.
 *
 * <p>Safe for use by several threads: {@link #stop()} and {@link #kill()} do not wait for a {@link #start()} under way, they
 * make it fail.
 */
public final class EngineHandle {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int LOG_LINES = 40;

    private final Engine engine;
    private final EngineHome home;
    private final Marker marker;
    private final Duration deadline;
    private final Runnable launched;
    private final Object lock = new Object();
    private volatile Duration startupTime = Duration.ZERO;
    private EngineProcess process;
    private boolean retired;

    EngineHandle(Engine engine, Path stack, Duration deadline, Runnable launched) {
        this.engine = engine;
        this.home = new EngineHome(stack.resolve(engine.name()));
        this.marker = new Marker(stack, engine.name());
        this.deadline = deadline;
        this.launched = launched;
    }

    public String name() {
        return engine.name();
    }

    public String endpoint() {
        return engine.endpoint();
    }

    /** What it wrote to standard output and error, over all its starts. */
    public Path logFile() {
        return home.logFile();
    }

    /** Launches it and returns once it answers. Nothing happens if it runs already. */
    public void start() throws InterruptedException {
        try {
            if (isAlive()) {
                return;
            }
            long begin = System.nanoTime();
            home.create();
            writeFiles();
            prepareOnce();
            EngineProcess started = launch(engine.launch(home));
            launched.run();
            awaitAnswer(started);
            engine.furnish();
            startupTime = Duration.ofNanos(System.nanoTime() - begin);
        } catch (InterruptedException | StackException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new StackException(message("did not start", failed.toString()), failed);
        }
    }

    /** SIGTERM, and SIGKILL after ten seconds. Returns when it has ended. */
    public void stop() {
        current().ifPresent(running -> running.stop(GRACE));
    }

    /** SIGKILL: nothing is flushed, no goodbye is said. Returns when it has ended. */
    public void kill() {
        current().ifPresent(EngineProcess::kill);
    }

    public boolean isAlive() {
        return current().isPresent();
    }

    /** The pid of the running process. */
    public long pid() {
        return current()
                .map(EngineProcess::pid)
                .orElseThrow(() -> new IllegalStateException(
                        "Engine does not run (engine='" + name() + "'); it has no pid. Call start() first."));
    }

    /** Physical memory in use; 0 while it does not run. */
    public long residentBytes() {
        return current().map(EngineProcess::residentBytes).orElse(0L);
    }

    /** How long its last start took, preparations included. */
    public Duration startupTime() {
        return startupTime;
    }

    /** From now on it cannot be started, so that nothing is launched behind the back of who ends the stack. */
    Optional<ProcessHandle> retire() {
        synchronized (lock) {
            retired = true;
            return current().map(EngineProcess::pid).flatMap(ProcessHandle::of);
        }
    }

    EngineHome home() {
        return home;
    }

    Engine engine() {
        return engine;
    }

    Optional<StackRecord.Run> run() {
        return current().map(running -> new StackRecord.Run(name(), endpoint(), running.pid(), running.started()));
    }

    private Optional<EngineProcess> current() {
        synchronized (lock) {
            return Optional.ofNullable(process).filter(EngineProcess::isAlive);
        }
    }

    private EngineProcess launch(JavaLaunch launch) throws IOException {
        synchronized (lock) {
            if (retired) {
                throw new StackException("Stack is closed (engine='" + name() + "'); the engine is not started.", null);
            }
            process = EngineProcess.launch(launch, marker, home);
            return process;
        }
    }

    private void writeFiles() throws IOException {
        for (Map.Entry<String, String> file : engine.files(home).entrySet()) {
            Path path = home.conf().resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** A preparation that was cut short leaves no mark, and starts from nothing the next time. */
    private void prepareOnce() throws IOException, InterruptedException {
        Path mark = home.root().resolve("prepared");
        if (Files.exists(mark)) {
            return;
        }
        Trees.delete(home.data());
        home.create();
        for (JavaLaunch preparation : engine.preparations(home)) {
            int exit = launch(preparation).exitCode();
            if (exit != 0) {
                throw new StackException(message("could not be prepared", "exit code " + exit), null);
            }
        }
        Files.createFile(mark);
    }

    private void awaitAnswer(EngineProcess started) throws InterruptedException {
        try {
            Await.atMost(deadline).until(name() + " answers", () -> {
                if (!started.isAlive()) {
                    throw new Await.GaveUp("it died with exit code " + started.exitCode());
                }
                engine.ask();
                return true;
            });
        } catch (Await.GaveUp | Await.TimedOut failed) {
            throw new StackException(message("did not start", failed.getMessage()), failed);
        }
    }

    private String message(String what, String why) {
        List<String> tail = LogTail.lines(logFile(), LOG_LINES);
        return "Engine " + what + " (engine='" + name() + "', reason='" + why
                + "'); the stack is of no use without it. Its" + " log, " + logFile() + ", ends with:\n  "
                + String.join("\n  ", tail);
    }
}
