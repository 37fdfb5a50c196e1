package dev.sluice.it.story.script;

import java.nio.charset.StandardCharsets;

/**
 * A definition, in order or not. Whether a living table can follow one that is in order is for the model to say.
 *
 * @param keyspace that the tenant is meant to use
 */
public record Definition(String tenant, String dataset, String file, String keyspace, Shape shape, Flaw flaw)
        implements Drop {
    /** What is wrong with a definition whatever was defined before. */
    public enum Flaw {
        NONE,
        /** Not even the dataset can be told. */
        NOT_JSON,
        UNKNOWN_KEY,
        FOREIGN_KEYSPACE
    }

    @Override
    public byte[] bytes() {
        String json =
                switch (flaw) {
                    case NONE -> shape.json(dataset, keyspace, "");
                    case NOT_JSON -> shape.json(dataset, keyspace, "").replaceFirst("\\{", "");
                    case UNKNOWN_KEY -> shape.json(dataset, keyspace, ", \"colour\": \"blue\"");
                    case FOREIGN_KEYSPACE -> shape.json(dataset, "somebody_elses", "");
                };
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
