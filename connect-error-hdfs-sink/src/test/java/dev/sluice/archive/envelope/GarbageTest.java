package dev.sluice.archive.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.archive.layout.Template;
import dev.sluice.contract.Rejection;
import dev.sluice.contract.SluiceHeaders;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Whatever comes, there is an envelope, it can be written, and its directory is safe. */
class GarbageTest {
    private static final long SEED = Long.getLong("seed", 1);

    private static final Template TEMPLATE = Template.parse(Template.DEFAULT);
    private final Random random = new Random(SEED);

    @Test
    void anyRecordBecomesAnEnvelope() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            SinkRecord record = record(i);
            Envelope envelope = Enveloper.envelop(record).orElseThrow();
            assertThat(envelope.origin().offset()).as("seed %s", SEED).isEqualTo(i);
            assertThat(EnvelopeJson.of(new String(EnvelopeJson.line(envelope), StandardCharsets.UTF_8))
                            .kind())
                    .isEqualTo(envelope.kind());
            assertThat(TEMPLATE.directory(TEMPLATE.slot(envelope)))
                    .matches("tenant=[a-z0-9_]+/dataset=[A-Za-z0-9_][A-Za-z0-9._-]*/dt=\\d{4}-\\d\\d-\\d\\d");
        }
    }

    private SinkRecord record(long offset) {
        ConnectHeaders headers = new ConnectHeaders();
        String[] names = {
            SluiceHeaders.IMPORT,
            SluiceHeaders.ROW,
            SluiceHeaders.FILE,
            "__connect.errors.topic",
            "",
            "x",
            "__connect.errors.exception.message"
        };
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.add(names[random.nextInt(names.length)], value(3), null);
        }
        Object value = random.nextInt(3) == 0 ? brokenRejection() : value(4);
        return new SinkRecord(
                "t",
                0,
                null,
                value(3),
                value instanceof Struct struct ? struct.schema() : null,
                value,
                offset,
                random.nextBoolean() ? null : Long.valueOf(random.nextLong()),
                TimestampType.NO_TIMESTAMP_TYPE,
                headers);
    }

    /** Of the right fields, but with values missing, or with the right types and absurd values. */
    private Struct brokenRejection() {
        Struct struct = new Struct(Rejection.SCHEMA);
        Rejection.SCHEMA.fields().forEach(field -> {
            if (random.nextInt(4) > 0) {
                struct.put(field, absurd(field.schema()));
            }
        });
        return struct;
    }

    private Object absurd(Schema schema) {
        if ("org.apache.kafka.connect.data.Timestamp".equals(schema.name())) {
            return Date.from(Instant.ofEpochMilli(random.nextLong()));
        }
        return switch (schema.type()) {
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case ARRAY -> new ArrayList<>();
            default -> text();
        };
    }

    private Object value(int depth) {
        int kind = random.nextInt(depth == 0 ? 8 : 11);
        return switch (kind) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> Double.longBitsToDouble(random.nextLong());
            case 3 -> random.nextBoolean();
            case 4 -> new BigDecimal(random.nextLong()).scaleByPowerOfTen(random.nextInt(100) - 50);
            case 5 -> bytes();
            case 6 -> Date.from(Instant.ofEpochMilli(random.nextLong()));
            case 7 -> text();
            case 8 -> list(depth);
            case 9 -> map(depth);
            default -> struct(depth);
        };
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(depth - 1));
        }
        return list;
    }

    private Map<Object, Object> map(int depth) {
        Map<Object, Object> map = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(value(depth - 1), value(depth - 1));
        }
        return map;
    }

    private Struct struct(int depth) {
        Schema schema = SchemaBuilder.struct()
                .field("a", Schema.OPTIONAL_STRING_SCHEMA)
                .field("b", SchemaBuilder.array(Schema.OPTIONAL_BYTES_SCHEMA).build())
                .build();
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            items.add(bytes());
        }
        return new Struct(schema).put("a", text()).put("b", items);
    }

    private ByteBuffer bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Any chars at all, unpaired surrogates too. */
    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65_536)));
        }
        return random.nextInt(5) == 0 ? "../" + text : text.toString();
    }
}
