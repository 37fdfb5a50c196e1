package dev.sluice.tenant.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantTreeTest {
    @TempDir
    Path staging;

    private TenantTree tree;

    @BeforeEach
    void open() {
        tree = new TenantTree(staging, new Tenant("client_a"));
    }

    private String mode(String path) throws IOException {
        return Integer.toOctalString((Integer) Files.getAttribute(tree.root().resolve(path), "unix:mode") & 07777);
    }

    @Test
    void makesWhatIsMissingOnce() throws IOException {
        assertThat(tree.prepare(Optional.empty(), Optional.empty(), false))
                .anySatisfy(
                        line -> assertThat(line).isEqualTo("made " + tree.root().resolve("in")));
        assertThat(mode("")).isEqualTo("2750");
        assertThat(mode("in")).isEqualTo("2770");
        assertThat(mode("out")).isEqualTo("2750");
        assertThat(mode(".sluice")).isEqualTo("700");
        assertThat(tree.root().resolve("raw")).doesNotExist();
        assertThat(tree.prepare(Optional.empty(), Optional.empty(), false)).isEmpty();
        assertThat(tree.prepare(Optional.empty(), Optional.empty(), true)).hasSizeBetween(1, 2);
        assertThat(mode("raw")).isEqualTo("2770");
    }

    @Test
    void mendsPermissionsAndSaysWhatTheyWere() throws IOException {
        tree.prepare(Optional.empty(), Optional.empty(), false);
        Files.setAttribute(tree.root().resolve("in"), "unix:mode", 0777);
        assertThat(tree.prepare(Optional.empty(), Optional.empty(), false))
                .containsExactly("set permissions of " + tree.root().resolve("in") + " to 2770 (were 0777)");
    }

    @Test
    void nothingIsDoneBehindALinkOrInPlaceOfAFile(@TempDir Path elsewhere) throws IOException {
        Files.createDirectory(tree.root());
        Files.createSymbolicLink(tree.root().resolve("in"), elsewhere);
        assertThatThrownBy(() -> tree.prepare(Optional.empty(), Optional.empty(), false))
                .isInstanceOf(NotDirectoryException.class);
        Files.delete(tree.root().resolve("in"));
        Files.createFile(tree.root().resolve("in"));
        assertThatThrownBy(() -> tree.prepare(Optional.empty(), Optional.empty(), false))
                .isInstanceOf(NotDirectoryException.class);
    }

    /** It may be a mount that is away. */
    @Test
    void theStagingDirectoryItselfIsNotMade() {
        Path away = staging.resolve("away");
        assertThatThrownBy(
                        () -> new TenantTree(away, new Tenant("a")).prepare(Optional.empty(), Optional.empty(), false))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(away).doesNotExist();
    }

    @Test
    void countsAndDeletesWithoutFollowingLinks(@TempDir Path elsewhere) throws IOException {
        tree.prepare(Optional.empty(), Optional.empty(), false);
        Files.createDirectories(tree.root().resolve("out/done"));
        Files.createDirectories(tree.root().resolve("out/rejected"));
        Files.createDirectories(tree.root().resolve("in/folder"));
        Files.writeString(elsewhere.resolve("kept"), "kept");
        for (String file :
                new String[] {"in/a.csv", "in/folder/b.csv", "in/.c.part", "out/done/d", "out/rejected/e", "out/f"}) {
            Files.writeString(tree.root().resolve(file), "1234");
        }
        Files.createSymbolicLink(tree.root().resolve("in/link"), elsewhere);
        TenantTree.Content content = tree.content();
        assertThat(content.waiting()).isEqualTo(3);
        assertThat(content.done()).isEqualTo(1);
        assertThat(content.rejected()).isEqualTo(1);
        assertThat(content.others()).isEqualTo(2);
        tree.delete();
        assertThat(tree.root()).doesNotExist();
        assertThat(elsewhere.resolve("kept")).hasContent("kept");
        assertThat(tree.content()).isEqualTo(new TenantTree.Content(0, 0, 0, 0, 0));
    }
}
