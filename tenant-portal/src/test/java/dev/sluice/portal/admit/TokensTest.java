package dev.sluice.portal.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.contract.Tenant;
import dev.sluice.portal.MovableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
    private static final Caller A = Caller.named("client_a");
    private static final Caller OPERATOR = Caller.named("@operator");

    @TempDir
    Path directory;

    @Test
    void aTokenOpensItsTenantAndNoOther() {
        Token a = Token.random();
        Token b = Token.random();
        Tokens tokens = Tokens.parse(
                List.of("# tokens", "", Tokens.line(A, a, "made today"), Tokens.line(Caller.named("client_b"), b, "")));
        assertThat(tokens.caller("Bearer " + a.reveal())).contains(A);
        assertThat(tokens.caller("bearer " + b.reveal()).orElseThrow().name()).isEqualTo("client_b");
        assertThat(A.maySee(new Tenant("client_a"))).isTrue();
        assertThat(A.maySee(new Tenant("client_b"))).isFalse();
        assertThat(A.isOperator()).isFalse();
        assertThat(OPERATOR.maySee(new Tenant("client_b"))).isTrue();
    }

    @Test
    void whatIsKeptIsNotTheToken() {
        Token token = Token.random();
        String line = Tokens.line(A, token, "");
        assertThat(line).doesNotContain(token.reveal()).contains(token.hash());
        assertThat(token.toString()).doesNotContain(token.reveal().substring(8));
        assertThat(Tokens.parse(List.of(line)).caller("Bearer " + token.hash())).isEmpty();
    }

    @Test
    void whatIsAlmostATokenIsNone() {
        Token token = Token.random();
        Tokens tokens = Tokens.parse(List.of(Tokens.line(A, token, "")));
        String text = token.reveal();
        assertThat(tokens.caller(null)).isEmpty();
        assertThat(tokens.caller("")).isEmpty();
        assertThat(tokens.caller("Bearer")).isEmpty();
        assertThat(tokens.caller("Basic " + text)).isEmpty();
        assertThat(tokens.caller("Bearer " + text + "x")).isEmpty();
        assertThat(tokens.caller("Bearer " + text.substring(0, text.length() - 1)))
                .isEmpty();
        assertThat(tokens.caller("Bearer " + "x".repeat(100_000))).isEmpty();
        for (int i = 7; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(tokens.caller("Bearer " + text.substring(0, i) + other + text.substring(i + 1)))
                    .isEmpty();
        }
    }

    @Test
    void tokensAreLongAndNeverTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(seen.add(Token.random().reveal())).isTrue();
        }
        assertThat(seen).allMatch(text -> text.length() == 50);
    }

    @Test
    void aLineThatIsNotUnderstoodIsNamedButNotQuoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokens.parse(List.of("# fine", "client_a my-secret", "Client " + "0".repeat(64))))
                .withMessageContaining("[2, 3]")
                .withMessageNotContaining("my-secret");
    }

    @Test
    void theFileIsReadAgainWhenItChangesAndASpoiledOneLetsNobodyIn() throws Exception {
        MovableClock clock = new MovableClock();
        Path path = directory.resolve("tokens");
        TokenFile file = new TokenFile(path, clock);
        assertThat(file.get().size()).isZero();

        Token first = Token.random();
        Token second = Token.random();
        TokenFile.append(path, Tokens.line(A, first, ""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        clock.advance(Duration.ofSeconds(2));
        assertThat(file.get().caller("Bearer " + first.reveal())).contains(A);

        TokenFile.append(path, Tokens.line(A, second, ""));
        assertThat(file.get().size()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        assertThat(file.get().caller("Bearer " + second.reveal())).contains(A);

        Files.writeString(path, "nonsense\n");
        clock.advance(Duration.ofSeconds(2));
        assertThat(file.get().size()).isZero();

        Files.writeString(path, Tokens.line(OPERATOR, second, "") + "\n");
        clock.advance(Duration.ofSeconds(2));
        assertThat(file.get().caller("Bearer " + second.reveal())).contains(OPERATOR);
        assertThat(file.get().caller("Bearer " + first.reveal())).isEmpty();
    }
}
