package dev.sluice.archive;

import dev.sluice.archive.layout.Template;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** What the files look like, and where they lie. */
final class FileSettings {
    static final String FORMAT_CONFIG = "format";
    static final String FORMAT_DEFAULT = "avro";
    static final String FORMAT_DOC =
            "Form of the files: avro (container files with the schema dev.sluice.archive.ErrorEnvelope) or json "
                    + "(lines with the same fields).";

    static final String AVRO_CODEC_CONFIG = "avro.codec";
    static final String AVRO_CODEC_DEFAULT = "zstd";
    static final String AVRO_CODEC_DOC = "Compression of Avro files: zstd, snappy, deflate or null (none).";

    static final String JSON_CODEC_CONFIG = "json.codec";
    static final String JSON_CODEC_DEFAULT = "gzip";
    static final String JSON_CODEC_DOC = "Compression of JSON files: gzip, zstd or none.";

    static final String LAYOUT_TEMPLATE_CONFIG = "layout.template";
    static final String LAYOUT_TEMPLATE_DEFAULT = Template.DEFAULT;
    static final String LAYOUT_TEMPLATE_DOC =
            "Directories below root.dir, by record: ${tenant}, ${dataset}, ${import}, ${topic}, ${kind} (rejection, dead_letter or other), "
                    + "${date} (yyyy-mm-dd), ${year}, ${month}, ${day} and ${hour}, in UTC, of the row's time, else of the record's. A change "
                    + "concerns new files only.";

    static final String SUMMARIES_CONFIG = "summaries";
    static final boolean SUMMARIES_DEFAULT = true;
    static final String SUMMARIES_DOC =
            "Whether to keep, for each import, a small file with counts by code and column and the first examples: "
                    + "{tenant's directory}/_imports/{dataset}/{import}/{topic}+{partition}_summary.json.";

    private FileSettings() {}

    static void define(SettingsDefinition def) {
        def.group("Files");
        def.add(
                FORMAT_CONFIG,
                ConfigDef.Type.STRING,
                FORMAT_DEFAULT,
                Checks.oneOf("avro", "json"),
                Importance.MEDIUM,
                FORMAT_DOC);
        def.add(
                AVRO_CODEC_CONFIG,
                ConfigDef.Type.STRING,
                AVRO_CODEC_DEFAULT,
                Checks.AVRO_CODEC,
                Importance.LOW,
                AVRO_CODEC_DOC);
        def.add(
                JSON_CODEC_CONFIG,
                ConfigDef.Type.STRING,
                JSON_CODEC_DEFAULT,
                Checks.oneOf("gzip", "zstd", "none"),
                Importance.LOW,
                JSON_CODEC_DOC);
        def.add(
                LAYOUT_TEMPLATE_CONFIG,
                ConfigDef.Type.STRING,
                LAYOUT_TEMPLATE_DEFAULT,
                Checks.TEMPLATE,
                Importance.MEDIUM,
                LAYOUT_TEMPLATE_DOC);
        def.add(SUMMARIES_CONFIG, ConfigDef.Type.BOOLEAN, SUMMARIES_DEFAULT, null, Importance.LOW, SUMMARIES_DOC);
    }
}
