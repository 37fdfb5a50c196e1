package dev.sluice.it.story.script;

import dev.sluice.it.story.script.Definition.Flaw;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** One of several users of a dataset, who knows only of the definitions that he has written himself. Not thread-safe. */
final class UserScript {
    private static final int PERCENT = 100;

    private final Random random;
    private final String tenant;
    private final String dataset;
    private final String keyspace;
    private final String user;
    private final DatasetPlan plan;
    private final Script.Size size;
    private final List<Drop> drops = new ArrayList<>();
    private int generation;
    private int added;

    UserScript(Random random, DatasetPlan plan, String tenant, String dataset, String user, Script.Size size) {
        this.random = random;
        this.plan = plan;
        this.tenant = tenant;
        this.dataset = dataset;
        this.user = user;
        this.keyspace = size.keyspace();
        this.size = size;
    }

    /** What the user drops, in order. */
    List<Drop> write() {
        int large = random.nextInt(size.steps());
        for (int step = 0; step < size.steps(); step++) {
            int luck = random.nextInt(PERCENT);
            if (step == large) {
                drops.add(upload(size.largeRows()));
            } else if (luck < 62) {
                drops.add(upload(1 + random.nextInt(size.rows())));
            } else {
                drops.add(definition(luck));
            }
        }
        return drops;
    }

    private Definition definition(int luck) {
        if (luck < 78) {
            added = Math.min(DatasetPlan.MAX_ADDED, added + random.nextInt(3));
            return defined(plan.shape(generation, added), Flaw.NONE);
        }
        if (luck < 88) {
            return defined(plan.illegal(random, generation, added), Flaw.NONE);
        }
        if (luck < 93) {
            generation = 1 - generation;
            return defined(plan.shape(generation, added), Flaw.NONE);
        }
        Flaw[] flaws = Flaw.values();
        return defined(plan.shape(generation, added), flaws[1 + random.nextInt(flaws.length - 1)]);
    }

    private Definition defined(Shape shape, Flaw flaw) {
        return new Definition(tenant, dataset, name() + ".dataset.json", keyspace, shape, flaw);
    }

    private Upload upload(int rows) {
        // Now and then a column that may not be defined yet.
        int columns = Math.min(DatasetPlan.MAX_ADDED, added + (random.nextInt(8) == 0 ? 1 : 0));
        List<Column> header = new ArrayList<>(plan.shape(generation, columns).columns());
        header.removeIf(column -> !column.isRequired() && random.nextInt(4) == 0);
        if (random.nextInt(25) == 0) {
            header.remove(random.nextInt(header.size()));
        }
        Collections.shuffle(header, random);
        boolean zipped = random.nextInt(6) == 0;
        return new Upload(
                tenant,
                dataset,
                name() + (zipped ? ".csv.gz" : ".csv"),
                header,
                Set.copyOf(plan.shape(0, 0).key()),
                plan.valuesPerKeyColumn(size.distinctKeys()),
                rows,
                random.nextLong(),
                zipped);
    }

    private String name() {
        return dataset + "-" + user + "-" + drops.size();
    }
}
