package dev.sluice.demo;

import io.confluent.connect.avro.AvroConverter;
import io.confluent.kafka.serializers.subject.TopicRecordNameStrategy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How the workers of the stack write records, for who reads them without a worker. */
public final class WireFormat {
    private WireFormat() {}

    /**
     * A converter as the workers have it. The strategy matters to readers too: it asks which version of which subject an id is.
     *
     * @param isKey whether it is for keys
     */
    public static AvroConverter converter(String schemaRegistryUrl, boolean isKey) {
        AvroConverter converter = new AvroConverter();
        converter.configure(
                Map.of(
                        "schema.registry.url",
                        schemaRegistryUrl,
                        (isKey ? "key" : "value") + ".subject.name.strategy",
                        TopicRecordNameStrategy.class.getName()),
                isKey);
        return converter;
    }

    /** The text of a header that the record has. */
    public static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
