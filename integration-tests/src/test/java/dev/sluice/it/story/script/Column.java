package dev.sluice.it.story.script;

/**
 * A column of a definition.
 *
 * @param defaultText text of its default value; null where it has none other than null
 */
public record Column(String name, CellType type, boolean nullable, String defaultText) {
    static Column required(String name, CellType type) {
        return new Column(name, type, false, null);
    }

    static Column nullable(String name, CellType type) {
        return new Column(name, type, true, null);
    }

    /** True if a file must have it. */
    public boolean isRequired() {
        return !nullable && defaultText == null;
    }

    Column as(CellType other) {
        return new Column(name, other, nullable, other == type ? defaultText : null);
    }

    Column narrowed() {
        return new Column(name, type, false, null);
    }

    String avro() {
        String all = nullable ? "[\"null\", " + type.avro() + "], \"default\": null" : type.avro();
        if (defaultText != null) {
            all += ", \"default\": " + (type == CellType.TEXT ? "\"" + defaultText + "\"" : defaultText);
        }
        return "{\"name\": \"" + name + "\", \"type\": " + all + "}";
    }
}
