package dev.sluice.validate;

import dev.sluice.check.read.Notation;
import dev.sluice.validate.parse.CsvLine;
import dev.sluice.validate.parse.JsonObject;
import dev.sluice.validate.parse.RowParser;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The settings that say how rows, and the texts in them, are written. */
final class InputSettings {
    static final String TEXT_FORMAT_CONFIG = "text.format";
    static final String TEXT_FORMAT_DEFAULT = "none";
    private static final String TEXT_FORMAT_DOC =
            "What a record whose value is text (a string, or bytes of UTF-8) is. none: no row. json: one JSON object, a name "
                    + "for each column. csv: one CSV record of RFC 4180. Structs and schemaless maps are rows in any case.";

    static final String CSV_COLUMNS_CONFIG = "csv.columns";
    private static final String CSV_COLUMNS_DOC =
            "Names of the columns of CSV text, in order, comma-separated. Empty: they are those of the schema, in its order.";

    static final String CSV_SEPARATOR_CONFIG = "csv.separator";
    static final String CSV_SEPARATOR_DEFAULT = ",";
    private static final String CSV_SEPARATOR_DOC =
            "One character between two fields of CSV text; \\t stands for a tab.";

    static final String CSV_QUOTE_CONFIG = "csv.quote";
    static final String CSV_QUOTE_DEFAULT = "\"";
    private static final String CSV_QUOTE_DOC = "One character around quoted fields of CSV text.";

    static final String CSV_NULL_TOKENS_CONFIG = "csv.null.tokens";
    private static final String CSV_NULL_TOKENS_DOC =
            "Unquoted fields of CSV text that are null, comma-separated, such as NULL or \\N. An empty field is empty, not null.";

    static final String ZONE_CONFIG = "zone";
    static final String ZONE_DEFAULT = "UTC";
    private static final String ZONE_DOC =
            "Time zone of timestamps that have no offset, such as UTC or Europe/Helsinki. Times that the "
                    + "zone skips or has twice, because its clocks change, are rejected.";

    static final String DATE_PATTERNS_CONFIG = "date.patterns";
    static final String TIME_PATTERNS_CONFIG = "time.patterns";
    static final String TIMESTAMP_PATTERNS_CONFIG = "timestamp.patterns";
    private static final String PATTERNS_DOC =
            " are written: patterns of Java's DateTimeFormatter, separated by |, tried in turn, such as "
                    + "dd/MM/yyyy%s. iso stands for ISO 8601. English names, strict. A column's own property sluice.pattern goes first.";

    static final String NON_FINITE_CONFIG = "non.finite.numbers";
    private static final String NON_FINITE_DOC =
            "Whether NaN, Infinity and -Infinity, written so, are values of float and double columns.";

    private static final String GROUP = "Rows";

    private final AbstractConfig config;

    InputSettings(AbstractConfig config) {
        this.config = config;
    }

    static ConfigDef define(ConfigDef definition) {
        ConfigDef.Type string = ConfigDef.Type.STRING;
        return definition
                .define(
                        TEXT_FORMAT_CONFIG,
                        string,
                        TEXT_FORMAT_DEFAULT,
                        ConfigDef.ValidString.in("none", "json", "csv"),
                        Importance.MEDIUM,
                        TEXT_FORMAT_DOC,
                        GROUP,
                        2,
                        Width.SHORT,
                        "Text rows")
                .define(
                        CSV_COLUMNS_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        Importance.MEDIUM,
                        CSV_COLUMNS_DOC,
                        GROUP,
                        3,
                        Width.LONG,
                        "CSV columns")
                .define(
                        CSV_SEPARATOR_CONFIG,
                        string,
                        CSV_SEPARATOR_DEFAULT,
                        InputSettings::checkCharacter,
                        Importance.LOW,
                        CSV_SEPARATOR_DOC,
                        GROUP,
                        4,
                        Width.SHORT,
                        "CSV separator")
                .define(
                        CSV_QUOTE_CONFIG,
                        string,
                        CSV_QUOTE_DEFAULT,
                        InputSettings::checkCharacter,
                        Importance.LOW,
                        CSV_QUOTE_DOC,
                        GROUP,
                        5,
                        Width.SHORT,
                        "CSV quote")
                .define(
                        CSV_NULL_TOKENS_CONFIG,
                        ConfigDef.Type.LIST,
                        List.of(),
                        Importance.LOW,
                        CSV_NULL_TOKENS_DOC,
                        GROUP,
                        6,
                        Width.MEDIUM,
                        "CSV null tokens")
                .define(
                        ZONE_CONFIG,
                        string,
                        ZONE_DEFAULT,
                        InputSettings::checkZone,
                        Importance.MEDIUM,
                        ZONE_DOC,
                        GROUP,
                        7,
                        Width.MEDIUM,
                        "Time zone")
                .define(
                        DATE_PATTERNS_CONFIG,
                        string,
                        Notation.ISO,
                        InputSettings::checkPatterns,
                        Importance.LOW,
                        "How dates" + PATTERNS_DOC.formatted(""),
                        GROUP,
                        8,
                        Width.MEDIUM,
                        "Date patterns")
                .define(
                        TIME_PATTERNS_CONFIG,
                        string,
                        Notation.ISO,
                        InputSettings::checkPatterns,
                        Importance.LOW,
                        "How times of day" + PATTERNS_DOC.replace("dd/MM/yyyy%s", "HH.mm"),
                        GROUP,
                        9,
                        Width.MEDIUM,
                        "Time patterns")
                .define(
                        TIMESTAMP_PATTERNS_CONFIG,
                        string,
                        Notation.ISO,
                        InputSettings::checkPatterns,
                        Importance.LOW,
                        "How timestamps, local ones too," + PATTERNS_DOC.formatted(" HH:mm:ss"),
                        GROUP,
                        10,
                        Width.MEDIUM,
                        "Timestamp patterns")
                .define(
                        NON_FINITE_CONFIG,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        NON_FINITE_DOC,
                        GROUP,
                        11,
                        Width.SHORT,
                        "NaN and Infinity");
    }

    /** How texts are written. */
    Notation notation() {
        return new Notation(
                ZoneId.of(config.getString(ZONE_CONFIG)),
                config.getBoolean(NON_FINITE_CONFIG),
                Notation.patterns(config.getString(DATE_PATTERNS_CONFIG)),
                Notation.patterns(config.getString(TIME_PATTERNS_CONFIG)),
                Notation.patterns(config.getString(TIMESTAMP_PATTERNS_CONFIG)));
    }

    /** How a record's value is read when it is text. */
    RowParser.TextFormat textFormat() {
        return switch (config.getString(TEXT_FORMAT_CONFIG)) {
            case "json" -> new JsonObject();
            case "csv" ->
                new CsvLine(
                        config.getList(CSV_COLUMNS_CONFIG),
                        character(config.getString(CSV_SEPARATOR_CONFIG)),
                        character(config.getString(CSV_QUOTE_CONFIG)),
                        Set.copyOf(config.getList(CSV_NULL_TOKENS_CONFIG)));
            default -> RowParser.TextFormat.NONE;
        };
    }

    private static char character(String setting) {
        return setting.equals("\\t") ? '\t' : setting.charAt(0);
    }

    private static void checkCharacter(String name, Object value) {
        String text = String.valueOf(value);
        if (!text.equals("\\t") && (text.length() != 1 || text.equals("\n") || text.equals("\r"))) {
            throw new ConfigException(name, value, "Give one character, no line end.");
        }
    }

    private static void checkZone(String name, Object value) {
        try {
            ZoneId.of(String.valueOf(value));
        } catch (DateTimeException e) {
            throw new ConfigException(name, value, "It is no time zone. Use a name such as UTC or Europe/Helsinki.");
        }
    }

    private static void checkPatterns(String name, Object value) {
        try {
            Notation.check(Notation.patterns(String.valueOf(value)));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    name, value, "It is no pattern (" + e.getMessage() + "). Use one such as dd/MM/yyyy, or iso.");
        }
    }
}
