package dev.sluice.stack;

import dev.sluice.stack.engine.Portal;
import dev.sluice.stack.process.Await;
import dev.sluice.stack.process.JavaLaunch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The tenants' portal of a stack, and the operators' command for its tokens. */
public final class TenantPortal {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The portal looks at its tokens once a second, and does not speak to who has come with ten wrong ones in a minute. */
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(1_100);

    private final HttpClient http = HttpClient.newHttpClient();
    private final EngineHandle handle;
    private final Portal portal;

    TenantPortal(EngineHandle handle, Portal portal) {
        this.handle = handle;
        this.portal = portal;
    }

    public URI url() {
        return URI.create(handle.endpoint());
    }

    /**
     * Makes a token, and returns once the portal knows it.
     *
     * @param name a tenant's, or {@code @operator}
     */
    public String token(String name) throws IOException, InterruptedException {
        JavaLaunch command = portal.tokenCommand(handle.home(), name);
        Path arguments = handle.home().conf().resolve("token.args");
        Files.writeString(arguments, command.argumentFile());
        Process made = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + arguments))
                .redirectError(ProcessBuilder.Redirect.appendTo(handle.logFile().toFile()))
                .start();
        String token = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (made.waitFor() != 0) {
            throw new IOException("No token was made (name='" + name + "'). See " + handle.logFile() + ".");
        }
        HttpRequest me = HttpRequest.newBuilder(url().resolve("/me"))
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE)
                .build();
        AtomicLong nextTry = new AtomicLong(System.nanoTime());
        Await.atMost(PATIENCE).until("the token of " + name + " to be known", () -> {
            if (System.nanoTime() < nextTry.get()) {
                return false;
            }
            nextTry.addAndGet(BETWEEN_TRIES.toNanos());
            return http.send(me, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        });
        return token;
    }

    /** Ends it as an operator does, and returns when it has ended. */
    public void stop() {
        handle.stop();
    }
}
