package dev.sluice.source.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.source.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairTurnsTest {
    private static final int LARGEST = 500;

    /** Somebody with portions to take. */
    private static final class Party {
        private final Random random;
        private long portions;
        private long taken;

        Party(Random random, long portions) {
            this.random = random;
            this.portions = portions;
        }

        long serve() {
            if (portions == 0) {
                return 0;
            }
            portions--;
            long bytes = 1L + random.nextInt(LARGEST);
            taken += bytes;
            return bytes;
        }
    }

    @Test
    void nobodyIsServedWhereNobodyIs() {
        assertThat(new FairTurns<Party>(1).next(Party::serve)).isZero();
    }

    /** What cannot be interrupted is paid for afterwards. */
    @Test
    void whoeverIsServedAgainSitsOutTurns() {
        FairTurns<Integer> turns = new FairTurns<>(10);
        turns.join(1);
        turns.join(2);
        List<Integer> served = new ArrayList<>();
        FairTurns.Server<Integer> server = party -> {
            served.add(party);
            return 10;
        };
        turns.next(server);
        int first = served.get(0);
        for (int i = 0; i < 4; i++) {
            assertThat(turns.again(server)).isEqualTo(10);
        }
        assertThat(served).containsOnly(first);
        served.clear();
        for (int i = 0; i < 12; i++) {
            turns.next(server);
        }
        assertThat(served.subList(0, 4)).doesNotContain(first);
        assertThat(served.stream().filter(party -> party == first).count()).isBetween(3L, 5L);
    }

    @Test
    void whoeverHasSomethingIsServed() {
        Seeds.first(200).forEach(seed -> {
            Random random = new Random(seed);
            FairTurns<Party> turns = new FairTurns<>(1L + random.nextInt(2 * LARGEST));
            List<Party> parties = new ArrayList<>();
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        parties.add(new Party(random, random.nextInt(5)));
                        turns.join(parties.get(parties.size() - 1));
                    }
                    case 1 -> parties.forEach(party -> party.portions += random.nextInt(2));
                    default -> {
                        boolean work = parties.stream().anyMatch(party -> party.portions > 0);
                        assertThat(turns.next(Party::serve) > 0)
                                .as("-Dseed=%d", seed)
                                .isEqualTo(work);
                    }
                }
            }
            assertThat(turns.parties()).containsExactlyInAnyOrderElementsOf(parties);
        });
    }

    @Test
    void thoseThatAlwaysHaveSomethingGetTheSame() {
        Seeds.first(200).forEach(seed -> {
            Random random = new Random(seed);
            long quantum = 1L + random.nextInt(2 * LARGEST);
            FairTurns<Party> turns = new FairTurns<>(quantum);
            List<Party> parties = new ArrayList<>();
            for (int i = 0; i < 2 + random.nextInt(8); i++) {
                parties.add(new Party(random, Long.MAX_VALUE));
                turns.join(parties.get(i));
            }
            for (int step = 0; step < 2000; step++) {
                turns.next(Party::serve);
                long most = parties.stream().mapToLong(p -> p.taken).max().orElseThrow();
                long least = parties.stream().mapToLong(p -> p.taken).min().orElseThrow();
                assertThat(most - least).as("-Dseed=%d", seed).isLessThanOrEqualTo(2 * quantum + LARGEST);
            }
        });
    }

    /** Ten rows come while others have gigabytes: the bound is one turn of each other, whatever they have and whenever it is. */
    @Test
    void whoComesWaitsForOneTurnOfEachOther() {
        Seeds.first(300).forEach(seed -> {
            Random random = new Random(seed);
            long quantum = 1L + random.nextInt(2 * LARGEST);
            FairTurns<Party> turns = new FairTurns<>(quantum);
            int others = 1 + random.nextInt(8);
            for (int i = 0; i < others; i++) {
                turns.join(new Party(random, Long.MAX_VALUE));
            }
            boolean isNew = random.nextBoolean();
            Party late = new Party(random, 0);
            if (!isNew) {
                turns.join(late);
            }
            for (int step = random.nextInt(100); step > 0; step--) {
                turns.next(Party::serve);
            }
            if (isNew) {
                turns.join(late);
            }
            late.portions = 1;
            long waited = 0;
            while (late.portions > 0) {
                long bytes = turns.next(Party::serve);
                waited += late.portions > 0 ? bytes : 0;
            }
            assertThat(waited).as("-Dseed=%d", seed).isLessThanOrEqualTo(others * (quantum + LARGEST));
        });
    }
}
