package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.ImportEnded;
import dev.sluice.contract.Tenant;
import dev.sluice.source.Scratch;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a connector serves. */
class TenantsTest {
    @TempDir(factory = Scratch.class)
    Path staging;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(staging, new Random(1), 2);
    }

    private void drop(String tenant) {
        stage.drop(tenant, "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.drop(tenant, "a.csv", "id,v\n1,x\n");
    }

    private List<String> served() {
        for (int i = 0; i < 800; i++) {
            stage.poll(i % stage.tasks());
            stage.connect.acknowledge(10);
            stage.clock.advance(5);
        }
        return stage.events(ImportEnded.class).stream().map(ImportEnded::tenant).toList();
    }

    @Test
    void allThatThereAreAndThoseThatComeLater() {
        drop("acme");
        assertThat(served()).containsExactly("acme");
        drop("beta");
        assertThat(served()).containsExactly("acme", "beta");
    }

    @Test
    void onlyThoseThatAreNamed() {
        stage.served = List.of(new Tenant("acme"), new Tenant("zeta"));
        stage.start();
        drop("acme");
        drop("beta");
        drop("zeta");
        assertThat(served()).containsExactlyInAnyOrder("acme", "zeta");
        assertThat(stage.filesIn("in")).containsExactly("beta/a.csv", "beta/a.dataset.json");
    }

    @Test
    void noFolderWhoseNameIsNoTenants() {
        drop("acme");
        drop("Not a tenant");
        drop(".hidden");
        assertThat(served()).containsExactly("acme");
    }
}
