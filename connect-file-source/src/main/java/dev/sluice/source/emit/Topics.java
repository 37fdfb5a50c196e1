package dev.sluice.source.emit;

/**
 * The topics of one dataset, their names resolved.
 *
 * @param rows rows and events
 * @param errors rejections; a row acknowledged there was rejected
 * @param events every event, once
 */
public record Topics(String rows, String errors, String events) {
    /** Stands for the dataset in a topic's name where no dataset can be told. */
    public static final String NO_DATASET = "unknown";

    /** Puts tenant and dataset into templates. */
    public Topics resolved(String tenant, String dataset) {
        return new Topics(
                resolve(rows, tenant, dataset), resolve(errors, tenant, dataset), resolve(events, tenant, dataset));
    }

    private static String resolve(String template, String tenant, String dataset) {
        return template.replace("${tenant}", tenant).replace("${dataset}", dataset);
    }
}
