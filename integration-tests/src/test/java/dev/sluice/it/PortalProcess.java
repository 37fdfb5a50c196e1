package dev.sluice.it;

import dev.sluice.stack.LocalStack;
import dev.sluice.stack.process.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The portal as operators run it: its one jar, in a process of its own, told where a stack is by the environment. */
final class PortalProcess {
    private static final Path JAR = Project.ROOT.resolve("tenant-portal/target/tenant-portal.jar");
    private static final Pattern ADDRESS = Pattern.compile("Serving .* at (http://\\S+)");

    private final Path tokens;
    private final Process process;
    private final URI url;

    /**
     * Starts it.
     *
     * @param directory for its log and its tokens
     */
    PortalProcess(LocalStack stack, Path directory) throws IOException, InterruptedException {
        tokens = Files.createDirectories(directory).resolve("tokens");
        Files.deleteIfExists(tokens);
        Path log = directory.resolve("portal.log");
        ProcessBuilder builder = new ProcessBuilder(java("serve"));
        builder.environment().put("SLUICE_STAGING_DIR", stack.stagingDirectory().toString());
        builder.environment().put("SLUICE_TOKENS_FILE", tokens.toString());
        builder.environment().put("SLUICE_PORTAL_LISTEN", "127.0.0.1:0");
        builder.environment()
                .put(
                        "SLUICE_CASSANDRA_CONTACT_POINTS",
                        stack.cassandra().getHostString() + ":"
                                + stack.cassandra().getPort());
        builder.environment().put("SLUICE_CASSANDRA_LOCAL_DATACENTER", stack.localDatacenter());
        builder.environment().put("SLUICE_CONNECT_URL", stack.connectUrl());
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        url = Await.atMost(Duration.ofSeconds(60)).get("the portal to serve", () -> {
            if (!process.isAlive()) {
                throw new Await.GaveUp("the portal has ended: " + Files.readString(log));
            }
            Matcher matcher = ADDRESS.matcher(Files.readString(log));
            return matcher.find() ? Optional.of(URI.create(matcher.group(1))) : Optional.empty();
        });
    }

    private static List<String> java(String... words) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m", "-jar"));
        command.add(JAR.toString());
        command.addAll(List.of(words));
        return command;
    }

    URI url() {
        return url;
    }

    /** A new token, made by the command that operators have. */
    String token(String tenant) throws IOException, InterruptedException {
        Process made = new ProcessBuilder(java("token", tokens.toString(), tenant)).start();
        String token = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (made.waitFor() != 0) {
            throw new IOException("no token was made");
        }
        return token;
    }

    /** Ends it as an operator does, and returns when it has ended. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
