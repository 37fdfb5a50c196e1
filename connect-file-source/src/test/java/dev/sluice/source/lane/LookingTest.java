package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Event.DatasetDefined;
import dev.sluice.contract.Tenant;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When tenants' files are looked for. */
class LookingTest {
    private static final Tenant ACME = new Tenant("acme");

    @TempDir
    Path staging;

    private Stage slow() {
        Stage stage = new Stage(staging, new Random(1), 1);
        stage.drop("acme", ".there", "");
        stage.scanMillis = 1_000_000;
        stage.start();
        stage.poll(0);
        stage.poll(0);
        return stage;
    }

    private static void rounds(Stage stage) {
        for (int i = 0; i < 100; i++) {
            stage.poll(0);
            stage.connect.acknowledge(50);
            stage.clock.advance(10);
        }
    }

    @Test
    void tidingsMakeLookingEarlierAndASecondLookComesWhenFilesHaveSettled() {
        Stage stage = slow();
        assertThat(stage.watched).containsExactly(ACME);
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        rounds(stage);
        assertThat(stage.events()).isEmpty();
        stage.tidings.add(ACME);
        stage.tidings.add(new Tenant("stranger"));
        rounds(stage);
        assertThat(stage.events(DatasetDefined.class)).hasSize(1);
    }

    @Test
    void withoutTidingsLookingComesInItsTime() {
        Stage stage = slow();
        stage.drop("acme", "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        stage.drop("newcomer", "b.dataset.json", Stage.DEFINITION.formatted("b", "t", "string"));
        stage.clock.advance(1_000_000);
        rounds(stage);
        stage.clock.advance(1_000_000);
        rounds(stage);
        assertThat(stage.events(DatasetDefined.class))
                .extracting(DatasetDefined::tenant)
                .containsExactlyInAnyOrder("acme", "newcomer");
    }

    @Test
    void aTenantThatWritesAllTheTimeIsNotLookedAtAllTheTime() {
        EarlyLooks early = new EarlyLooks(2000);
        int looks = 0;
        for (long now = 0; now < 60_000; now++) {
            early.changed(Set.of(ACME), now);
            for (Map.Entry<Tenant, Boolean> look : early.take(now, 8).entrySet()) {
                early.looked(look.getKey(), now, 300, look.getValue());
                looks++;
            }
        }
        assertThat(looks).isBetween(190, 201);
        assertThat(early.millisToNext(60_000)).isLessThanOrEqualTo(300);
        assertThat(new EarlyLooks(1).millisToNext(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void manyTenantsAreLookedAtAFewPerPoll() {
        Stage stage = new Stage(staging, new Random(1), 1);
        for (int tenant = 0; tenant < 100; tenant++) {
            stage.drop("t" + tenant, "a.dataset.json", Stage.DEFINITION.formatted("a", "t", "string"));
        }
        stage.poll(0);
        assertThat(stage.watched).hasSize(8);
        stage.poll(0);
        assertThat(stage.watched).hasSize(16);
        stage.finish();
        assertThat(stage.events(DatasetDefined.class)).hasSize(100);
    }
}
