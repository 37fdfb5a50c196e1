package dev.sluice.tenant.command;

import dev.sluice.tenant.connect.Cluster;
import dev.sluice.tenant.connect.Cluster.Deployed;
import dev.sluice.tenant.render.Connector;
import dev.sluice.tenant.render.Keyspaces;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Has the Cassandra sinks that read a tenant's rows allow its keyspaces; otherwise they would refuse its definitions. */
final class SinkKeyspaces {
    private static final List<String> SINKS =
            List.of("dev.sluice.cassandra.CassandraSinkConnector", "CassandraSinkConnector", "CassandraSink");

    private final Cluster cluster;
    private final PrintWriter out;

    /** @param out is told what was done, or would be */
    SinkKeyspaces(Cluster cluster, PrintWriter out) {
        this.cluster = cluster;
        this.out = out;
    }

    /** A sink whose settings have to change. */
    private record Change(Connector sink, List<String> keyspaces) {
        Connector wanted() {
            return Keyspaces.allow(sink, keyspaces);
        }

        String told(String verb) {
            return verb + " keyspaces " + String.join(",", keyspaces) + " in connector " + sink.name();
        }
    }

    /** Adds what is missing; the tasks of a sink that is changed start anew, those of others go on. */
    void allow(Connector source) throws IOException, InterruptedException {
        List<Change> changes = changes(source);
        for (Change change : changes) {
            List<String> problems = cluster.problems(change.wanted());
            if (!problems.isEmpty()) {
                throw new Refusal(
                        "Connect would not take connector " + change.sink().name() + " with keyspaces "
                                + change.keyspaces() + "; it and " + source.name() + " were left as they are:",
                        problems);
            }
        }
        for (Change change : changes) {
            cluster.put(change.wanted());
            out.println(change.told("allowed"));
        }
    }

    /** Tells what {@link #allow} would do. */
    void tell(Connector source) throws IOException, InterruptedException {
        changes(source).forEach(change -> out.println(change.told("would allow")));
    }

    private List<Change> changes(Connector source) throws IOException, InterruptedException {
        List<Change> changes = new ArrayList<>();
        boolean isRead = false;
        for (Deployed one : cluster.connectors()) {
            if (SINKS.contains(one.connector().type()) && Keyspaces.isReadBy(source, one.connector())) {
                isRead = true;
                List<String> missing = Keyspaces.missing(source, one.connector());
                if (!missing.isEmpty()) {
                    changes.add(new Change(one.connector(), missing));
                }
            }
        }
        if (!isRead) {
            out.println("no Cassandra sink of this cluster reads what " + source.name()
                    + " writes; where one does, its 'keyspaces' must allow the tenant's");
        }
        return changes;
    }
}
