package dev.sluice.portal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders.csv",
                "orders 2026-11-21 (1).csv.gz",
                "größe.csv",
                "売上.csv",
                "😀.csv",
                "speed-tracking/2026.csv",
                "x.dataset.json",
                "a'b;c&d$(e).csv",
                "..csv.csv/x"
            })
    void namesThatPeopleGive(String name) {
        if (name.startsWith("..")) {
            assertRefused(name);
        } else {
            assertThat(FileName.of(name).path()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "/",
                "../x.csv",
                "../../etc/passwd",
                "/etc/passwd",
                "a/../x.csv",
                "a/b/c.csv",
                "a/",
                "/a",
                "a//b",
                "..\\x.csv",
                "C:\\x.csv",
                ".hidden.csv",
                "a/.hidden.csv",
                ".x/y.csv",
                "x\0.csv",
                "x\n.csv",
                "x\r\nSet-Cookie: a=b",
                "x\u001b[2J.csv",
                "x\u202Evsc.exe",
                "x\u2028y.csv",
                "x\u200b.csv",
                "\ud800.csv",
                " x.csv",
                "x.csv ",
                "x.part",
                "x.csv.tmp",
                "x.filepart",
                "x.csv.done",
                "x.csv.check"
            })
    void namesThatDoHarm(String name) {
        assertRefused(name);
    }

    @Test
    void longNamesAreRefusedByTheirBytes() {
        assertThat(FileName.of("x".repeat(196) + ".csv").path()).hasSize(200);
        assertRefused("x".repeat(197) + ".csv");
        assertRefused("ü".repeat(99) + ".csv");
        assertRefused("d".repeat(101) + "/x.csv");
    }

    @Test
    void whateverIsAcceptedStaysInTheFolder() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        String alphabet = "ab./\\\0\n\u202e .%:~-Ü\ud83d\ude00";
        Path in = Path.of("/staging/t/in");
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(8); length >= 0; length--) {
                name.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                FileName file = FileName.of(name.toString());
                Path path = in.resolve(file.path()).normalize();
                assertThat(path.startsWith(in)).isTrue();
                assertThat(path.getNameCount() - in.getNameCount()).isBetween(1, 2);
                assertThat(path.getFileName()).hasToString(file.name());
                accepted++;
            } catch (FileName.BadFileNameException expected) {
                assertThat(expected.getMessage()).doesNotContain("\0", "\n", "\u202e");
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }

    private static void assertRefused(String name) {
        assertThatExceptionOfType(FileName.BadFileNameException.class).isThrownBy(() -> FileName.of(name));
    }
}
