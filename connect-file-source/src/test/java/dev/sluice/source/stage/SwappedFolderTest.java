package dev.sluice.source.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Tenant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant who makes a folder of his a link to another tenant's, in the very moment in which a file of it is opened. */
class SwappedFolderTest {
    private static final int ATTEMPTS = 5_000;

    @TempDir
    Path staging;

    @Test
    void neverOpensAnothersFile() throws Exception {
        TenantDirectory mine = new TenantDirectory(staging, new Tenant("mine"));
        TenantDirectory others = new TenantDirectory(staging, new Tenant("others"));
        mine.create();
        others.create();
        Files.writeString(others.in().resolve("a.csv"), "theirs");
        Path folder = mine.in().resolve("folder");
        Path real = mine.in().resolve(".real");
        Path link = mine.in().resolve(".link");
        Files.writeString(Files.createDirectory(folder).resolve("a.csv"), "mine");
        Files.createSymbolicLink(link, others.in());
        AtomicBoolean ended = new AtomicBoolean();
        Thread attacker = new Thread(() -> swap(folder, real, link, ended));
        attacker.start();
        int opened = 0;
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                try (FileChannel channel = mine.open("folder/a.csv")) {
                    assertThat(content(channel)).isEqualTo("mine");
                    opened++;
                } catch (IOException refused) {
                    // It was a link, or nothing, at that moment.
                }
            }
        } finally {
            ended.set(true);
            attacker.join();
        }
        assertThat(opened).isPositive();
    }

    private static void swap(Path folder, Path real, Path link, AtomicBoolean ended) {
        try {
            while (!ended.get()) {
                Files.move(folder, real, StandardCopyOption.ATOMIC_MOVE);
                Files.move(link, folder, StandardCopyOption.ATOMIC_MOVE);
                Files.move(folder, link, StandardCopyOption.ATOMIC_MOVE);
                Files.move(real, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String content(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        channel.read(bytes);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
}
