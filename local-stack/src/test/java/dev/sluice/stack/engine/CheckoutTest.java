package dev.sluice.stack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a built checkout keeps plugins and class paths. */
class CheckoutTest {
    @TempDir
    Path root;

    private Checkout checkout;

    @BeforeEach
    void isHere() {
        checkout = new Checkout(root);
    }

    @Test
    void leavesOutPluginsThatAreNotBuilt() throws IOException {
        Path source = folder("connect-file-source/target/plugins/connect-file-source/lib");
        Path converter = folder("local-stack/engines/avro-converter/target/plugins/avro-converter/lib");
        folder("smt-schema-validate/target/classes");

        assertThat(checkout.pluginPath())
                .containsExactly(
                        source.getParent().getParent(), converter.getParent().getParent());
    }

    @Test
    void readsTheClassPathThatMavenWrote() throws IOException {
        Path target = folder("local-stack/engines/kafka/target");
        Path a = Files.createFile(target.resolve("a.jar"));
        Path b = Files.createFile(target.resolve("b.jar"));
        Files.writeString(target.resolve("engine.classpath"), a + File.pathSeparator + b + "\n");

        assertThat(checkout.classPath("kafka")).containsExactly(a, b);
    }

    @Test
    void noticesThatTheLocalMavenRepositoryWasCleared() throws IOException {
        Path target = folder("local-stack/engines/kafka/target");
        Files.writeString(target.resolve("engine.classpath"), "/m2/gone.jar\n");

        assertThatThrownBy(() -> checkout.classPath("kafka")).hasRootCauseMessage("/m2/gone.jar");
    }

    @Test
    void saysHowToBuildWhatIsMissing() {
        assertThatThrownBy(() -> checkout.classPath("kafka"))
                .hasMessageContainingAll("engine.classpath", "mvn -q package -DskipTests -pl local-stack -am");
    }

    private Path folder(String path) throws IOException {
        return Files.createDirectories(root.resolve(path));
    }
}
