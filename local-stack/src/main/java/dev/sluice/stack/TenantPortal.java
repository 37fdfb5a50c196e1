package dev.sluice.stack;

import dev.sluice.stack.engine.Portal;
import dev.sluice.stack.process.JavaLaunch;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tenants' portal of a stack, and the operators' command for its tokens. */
public final class TenantPortal {
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
     * Makes a token, which the portal knows within a second or two.
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
        return token;
    }

    /** Ends it as an operator does, and returns when it has ended. */
    public void stop() {
        handle.stop();
    }
}
