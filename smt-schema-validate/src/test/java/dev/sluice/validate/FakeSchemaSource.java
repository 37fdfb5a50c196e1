package dev.sluice.validate;

import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.validate.schema.SchemaSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/** Schemas in memory; can be taken away. */
public final class FakeSchemaSource implements SchemaSource {
    public final List<SubjectVersion> asked = new ArrayList<>();
    public boolean away;
    public int askedForLatest;
    public int closed;
    private final Map<SubjectVersion, Schema> schemas = new HashMap<>();

    public FakeSchemaSource with(String subject, int version, String schema) {
        schemas.put(new SubjectVersion(subject, version), new Schema.Parser().parse(schema));
        return this;
    }

    @Override
    public Lookup find(SubjectVersion wanted) throws IOException {
        asked.add(wanted);
        if (away) {
            throw new IOException("Connection refused");
        }
        Schema schema = schemas.get(wanted);
        return schema == null ? new NotFound() : new Found(schema);
    }

    @Override
    public OptionalInt latest(String subject) throws IOException {
        askedForLatest++;
        if (away) {
            throw new IOException("Connection refused");
        }
        return schemas.keySet().stream()
                .filter(id -> id.subject().equals(subject))
                .mapToInt(SubjectVersion::version)
                .max();
    }

    @Override
    public void close() {
        closed++;
    }
}
