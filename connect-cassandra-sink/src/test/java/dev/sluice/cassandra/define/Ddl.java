package dev.sluice.cassandra.define;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that changes the schema, read the way a server would: whatever is not of the few forms that there are is a syntax error.
 *
 * @param kind as in {@code CREATE TABLE}
 * @param name of the table or type
 * @param parts of the list in brackets, or what is added
 */
record Ddl(String kind, TableName name, List<String> parts) {
    private static final Pattern STATEMENT = Pattern.compile(
            "(CREATE TYPE IF NOT EXISTS|ALTER TYPE|CREATE TABLE IF NOT EXISTS|ALTER TABLE) \"([^\"]+)\"\\.\"([^\"]+)\" (.*)");
    private static final Pattern NAMED = Pattern.compile("\"([^\"]+)\" (.+)");

    /** A name and a type, as the server's schema tables show it: without keyspace, quoted only where it must be. */
    record Named(String name, String type) {
        static Named parse(String text) {
            Matcher named = NAMED.matcher(text);
            if (!named.matches()) {
                throw new IllegalStateException("syntax error: " + text);
            }
            String type =
                    named.group(2).replaceAll("\"[^\"]+\"\\.(?=\")", "").replaceAll("\"([a-z][a-z0-9_]*)\"", "$1");
            return new Named(named.group(1), type);
        }
    }

    static Ddl parse(String statement) {
        Matcher matcher = STATEMENT.matcher(statement);
        if (!matcher.matches()) {
            throw new IllegalStateException("syntax error: " + statement);
        }
        String kind = matcher.group(1).replace(" IF NOT EXISTS", "");
        String rest = matcher.group(4).replaceFirst("^ADD (?!\\()", "").replaceFirst("^ADD ", "");
        String list = rest.startsWith("(") ? rest.substring(1, rest.length() - 1) : rest;
        return new Ddl(kind, new TableName(matcher.group(2), matcher.group(3)), split(list));
    }

    List<Named> named() {
        return parts.stream()
                .filter(part -> !part.startsWith("PRIMARY KEY"))
                .map(Named::parse)
                .toList();
    }

    /** The partition key, then the clustering columns. */
    List<List<String>> primaryKey() {
        String part = parts.get(parts.size() - 1);
        List<String> names = split(part.substring("PRIMARY KEY (".length(), part.length() - 1));
        List<String> partition = split(names.get(0).substring(1, names.get(0).length() - 1));
        return List.of(unquoted(partition), unquoted(names.subList(1, names.size())));
    }

    private static List<String> unquoted(List<String> names) {
        return names.stream().map(name -> name.substring(1, name.length() - 1)).toList();
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i).trim());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).trim());
        return parts;
    }
}
