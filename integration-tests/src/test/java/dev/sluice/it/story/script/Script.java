package dev.sluice.it.story.script;

import dev.sluice.it.story.script.Definition.Flaw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Everything that is dropped, a function of seed and size.
 *
 * @param openings each dataset's first definition
 * @param users what each user drops thereafter, in order; users act at the same time
 */
public record Script(List<Definition> openings, List<List<Drop>> users) {
    private static final List<String> NAMES = List.of("orders", "meters", "visits", "alarms", "prices");

    /**
     * How much.
     *
     * @param tenants names of the tenants
     * @param datasets of each tenant, 5 at most
     * @param users of each dataset
     * @param steps drops of each user
     * @param rows at most, of most files
     * @param largeRows of one file of each user
     * @param distinctKeys of each table, about
     */
    public record Size(
            String keyspace,
            List<String> tenants,
            int datasets,
            int users,
            int steps,
            int rows,
            int largeRows,
            int distinctKeys) {}

    public static Script of(long seed, Size size) {
        Random random = new Random(seed);
        List<Definition> openings = new ArrayList<>();
        List<List<Drop>> users = new ArrayList<>();
        for (int tenant = 0; tenant < size.tenants().size(); tenant++) {
            for (String dataset : NAMES.subList(0, size.datasets())) {
                String name = size.tenants().get(tenant);
                DatasetPlan plan = new DatasetPlan(dataset + "_" + tenant, random);
                openings.add(new Definition(
                        name, dataset, dataset + "-0.dataset.json", size.keyspace(), plan.shape(0, 0), Flaw.NONE));
                for (int user = 0; user < size.users(); user++) {
                    users.add(new UserScript(random, plan, name, dataset, "user" + user, size).write());
                }
            }
        }
        return new Script(List.copyOf(openings), List.copyOf(users));
    }

    /** All drops by {@code tenant/file}. */
    public Map<String, Drop> drops() {
        Map<String, Drop> drops = new HashMap<>();
        openings.forEach(drop -> drops.put(drop.tenant() + "/" + drop.file(), drop));
        users.forEach(list -> list.forEach(drop -> drops.put(drop.tenant() + "/" + drop.file(), drop)));
        return drops;
    }
}
