package dev.sluice.portal.tell;

import dev.sluice.contract.Tenant;
import dev.sluice.portal.follow.Follower;
import dev.sluice.portal.follow.Import;
import dev.sluice.portal.follow.ImportStore;
import dev.sluice.portal.follow.ImportStore.Example;
import dev.sluice.portal.follow.Outcome;
import dev.sluice.portal.follow.Outcomes;
import dev.sluice.portal.session.CassandraLink;
import dev.sluice.portal.session.CqlImportStore;
import dev.sluice.portal.stage.StagingDirectory;
import dev.sluice.portal.stage.Waiting;
import dev.sluice.portal.watch.Lag;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code imports}: what became of every file, again and again. One thread. */
public final class ImportsCommand {
    private static final long REDRAW_MILLIS = 1_000;
    private static final int MOST_EXAMPLES = 1_000;

    private final Options options;
    private final CqlImportStore store;
    private final Optional<StagingDirectory> staging;
    private final Optional<Follower> follower;
    private final InstantSource clock = InstantSource.system();
    /** Reasons of what is settled change no more. */
    private final Map<String, Map<String, Long>> reasons = new HashMap<>();

    private ImportsCommand(Options options, CqlImportStore store) {
        this.options = options;
        this.store = store;
        // Nothing is uploaded by this.
        this.staging = options.staging().map(directory -> new StagingDirectory(directory, false));
        this.follower = staging.map(directory -> new Follower(directory, store, clock));
    }

    /**
     * Prints.
     *
     * @param live whether {@code out} is a terminal, on which it may draw anew
     * @return the exit code: 0 printed, 1 something does not answer, 2 not understood
     */
    public static int run(List<String> words, Map<String, String> environment, boolean live, PrintStream out)
            throws InterruptedException {
        if (words.contains("--help")) {
            out.print(Options.USAGE);
            return 0;
        }
        try {
            Options options = Options.parse(words, environment);
            try (CassandraLink link = new CassandraLink(options.cassandra(), InstantSource.system())) {
                new ImportsCommand(options, new CqlImportStore(link)).show(live && !options.once(), out);
            }
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.print(e.getMessage() + "\n" + Options.USAGE);
            return 2;
        } catch (ImportStore.UnavailableException e) {
            System.err.println("sluice: " + e.getCause().getMessage());
            return 1;
        } catch (IOException e) {
            System.err.println("sluice: " + e);
            return 1;
        }
    }

    private void show(boolean live, PrintStream out) throws IOException, InterruptedException {
        if (options.errorsOf().isPresent()) {
            examples(options.errorsOf().get()).forEach(out::println);
            return;
        }
        ImportsView view = new ImportsView(ZoneId.systemDefault());
        do {
            List<String> lines = view.render(look(), staging.isPresent(), clock.instant());
            // Home, each line over the old one, then nothing of what was below: no flicker.
            out.print(live ? "\u001b[H" : "");
            lines.forEach(line -> out.print(line + (live ? "\u001b[K\n" : "\n")));
            out.print(live ? "\u001b[J" : "");
            out.flush();
            if (live) {
                Thread.sleep(REDRAW_MILLIS);
            }
        } while (live);
    }

    /** Those that have a folder, and those that Cassandra remembers. */
    private List<Tenant> tenants() throws IOException {
        if (options.tenant().isPresent()) {
            return List.of(options.tenant().get());
        }
        Set<Tenant> tenants = new TreeSet<>(Comparator.comparing(Tenant::name));
        tenants.addAll(store.tenants());
        if (staging.isPresent()) {
            tenants.addAll(staging.get().tenants());
        }
        return List.copyOf(tenants);
    }

    private List<ImportsView.Told> look() throws IOException {
        List<ImportsView.Told> all = new ArrayList<>();
        for (Tenant tenant : tenants()) {
            Follower.Files files =
                    follower.isPresent() ? follower.get().files(tenant, options.latest()) : inCassandra(tenant);
            Map<String, Map<String, Long>> why = new HashMap<>();
            for (Outcome one : files.outcomes()) {
                if (one.rejected() > 0) {
                    why.put(one.id(), reasons(tenant, one));
                }
            }
            all.add(new ImportsView.Told(
                    tenant.name(), Lag.of(files.waiting(), files.outcomes()), files.outcomes(), why));
        }
        return all;
    }

    private Follower.Files inCassandra(Tenant tenant) {
        return new Follower.Files(
                new Waiting(List.of(), 0, 0, List.of()),
                List.of(),
                Outcomes.of(store.latest(tenant, options.latest()), options.latest(), List.of(), List.of()));
    }

    private Map<String, Long> reasons(Tenant tenant, Outcome one) {
        Map<String, Long> known = reasons.get(one.id());
        if (known != null) {
            return known;
        }
        Map<String, Long> found =
                store.find(tenant, one.id()).map(Import::reasons).orElse(Map.of());
        if (!one.state().isUnderWay()) {
            reasons.put(one.id(), found);
        }
        return found;
    }

    private List<String> examples(String id) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Tenant tenant : tenants()) {
            Optional<Import> found = store.find(tenant, id);
            if (found.isPresent()) {
                Import one = found.get();
                lines.add(one.tenant() + "/" + one.file() + ": " + one.rejected() + " rejected rows, the first:");
                for (Example example : store.examples(one, MOST_EXAMPLES)) {
                    lines.add(ImportsView.line(example));
                }
            }
        }
        return lines;
    }
}
