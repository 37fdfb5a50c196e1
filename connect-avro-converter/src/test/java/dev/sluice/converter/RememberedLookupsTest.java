package dev.sluice.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaResponse;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** Which questions are passed on, and that their answers are those of whoever is behind. */
class RememberedLookupsTest {
    private static final Schema RAW = schema("a");

    private final Behind behind = new Behind();
    private final RememberedLookups lookups = new RememberedLookups(behind, 3);

    @Test
    void aQuestionAboutTheSameAvroSchemaIsAskedOnce() throws Exception {
        int id = lookups.registration("s", new AvroSchema(RAW), false, false).getId();
        for (int i = 0; i < 10; i++) {
            assertThat(lookups.registration("s", new AvroSchema(RAW), false, false)
                            .getId())
                    .isEqualTo(id);
            assertThat(lookups.id("s", new AvroSchema(RAW), false)).isEqualTo(id);
        }
        ParsedSchema schema = lookups.schema("s", id);
        for (int i = 0; i < 10; i++) {
            assertThat(lookups.schema("s", id)).isSameAs(schema);
            assertThat(lookups.version("s", schema, false)).isEqualTo(1);
        }
        assertThat(behind.asked).containsExactly("registration s", "id s", "schema s " + id, "version s");
    }

    @Test
    void anotherObjectThatSaysTheSameIsAnotherQuestion() throws Exception {
        int id = lookups.registration("s", new AvroSchema(RAW), false, false).getId();
        assertThat(lookups.registration("s", new AvroSchema(schema("a")), false, false)
                        .getId())
                .isEqualTo(id);
        assertThat(lookups.version("s", new AvroSchema(RAW), false)).isEqualTo(1);
        assertThat(lookups.version("s", new AvroSchema(RAW), false)).isEqualTo(1);
        assertThat(behind.asked).containsExactly("registration s", "registration s", "version s", "version s");
    }

    @Test
    void aSchemaThatIsMoreThanItsAvroSchemaIsAlwaysAskedFor() throws Exception {
        lookups.registration("s", new AvroSchema(RAW), false, false);
        lookups.registration("s", new AvroSchema(RAW, 2), false, false);
        lookups.registration("s", new AvroSchema(RAW, 2), false, false);
        assertThat(behind.asked).hasSize(3);
    }

    @Test
    void eachSubjectHasItsOwnAnswers() throws Exception {
        lookups.registration("s", new AvroSchema(schema("b")), false, false);
        lookups.registration("s", new AvroSchema(RAW), false, false);
        int id = lookups.registration("t", new AvroSchema(RAW), false, false).getId();
        ParsedSchema schema = lookups.schema(null, id);
        assertThat(lookups.schema("", id)).isSameAs(schema);
        assertThat(lookups.version("s", schema, false)).isEqualTo(2);
        assertThat(lookups.version("t", schema, false)).isEqualTo(1);
        assertThat(lookups.version("s", schema, false)).isEqualTo(2);
    }

    /** Confluent's client keeps what was registered as the schema of that id. */
    @Test
    void aRegistrationMayChangeWhichObjectStandsForAnId() throws Exception {
        int id = lookups.registration("s", new AvroSchema(RAW), false, false).getId();
        lookups.schema("", id);
        lookups.registration("t", new AvroSchema(RAW), false, false);
        lookups.schema("", id);
        lookups.id("s", new AvroSchema(RAW), false);
        lookups.schema("", id);
        assertThat(behind.asked).filteredOn(asked -> asked.startsWith("schema")).hasSize(3);
    }

    @Test
    void errorsAreNotRemembered() throws Exception {
        assertThatThrownBy(() -> lookups.id("s", new AvroSchema(RAW), false)).isInstanceOf(RestClientException.class);
        assertThatThrownBy(() -> lookups.schema("", 1)).isInstanceOf(RestClientException.class);
        behind.away = true;
        assertThatThrownBy(() -> lookups.registration("s", new AvroSchema(RAW), false, false))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> lookups.version("s", new AvroSchema(RAW), false))
                .isInstanceOf(IOException.class);
        behind.away = false;
        assertThat(lookups.registration("s", new AvroSchema(RAW), false, false).getId())
                .isEqualTo(1);
        assertThat(lookups.id("s", new AvroSchema(RAW), false)).isEqualTo(1);
        assertThat(lookups.schema("", 1).canonicalString()).isEqualTo(RAW.toString());
    }

    @Test
    void answersBeyondTheBoundAreRightToo() throws Exception {
        List<Schema> raws = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            raws.add(schema("r" + i));
        }
        for (int turn = 0; turn < 3; turn++) {
            for (int i = 0; i < raws.size(); i++) {
                for (String subject : List.of("s", "t", "u", "v", "w")) {
                    int id = lookups.registration(subject, new AvroSchema(raws.get(i)), false, false)
                            .getId();
                    assertThat(id).isEqualTo(i + 1);
                    ParsedSchema schema = lookups.schema(subject, id);
                    assertThat(schema.canonicalString()).isEqualTo(raws.get(i).toString());
                    assertThat(lookups.version(subject, schema, false)).isEqualTo(i + 1);
                }
            }
        }
    }

    @Test
    void whatIsForgottenIsAskedAgain() throws Exception {
        lookups.registration("s", new AvroSchema(RAW), false, false);
        lookups.forget();
        lookups.registration("s", new AvroSchema(RAW), false, false);
        assertThat(behind.asked).hasSize(2);
    }

    private static Schema schema(String name) {
        return SchemaBuilder.record(name).fields().requiredInt("x").endRecord();
    }

    /** Confluent's in-memory Registry; tells what it was asked. */
    private static final class Behind implements Lookups {
        private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
        private final List<String> asked = new ArrayList<>();
        private boolean away;

        @Override
        public RegisterSchemaResponse registration(
                String subject, ParsedSchema schema, boolean normalize, boolean propagateTags)
                throws IOException, RestClientException {
            ask("registration " + subject);
            return registry.registerWithResponse(subject, schema, normalize, propagateTags);
        }

        @Override
        public int id(String subject, ParsedSchema schema, boolean normalize) throws IOException, RestClientException {
            ask("id " + subject);
            return registry.getId(subject, schema, normalize);
        }

        @Override
        public ParsedSchema schema(String subject, int id) throws IOException, RestClientException {
            ask("schema " + subject + " " + id);
            return registry.getSchemaById(id);
        }

        @Override
        public int version(String subject, ParsedSchema schema, boolean normalize)
                throws IOException, RestClientException {
            ask("version " + subject);
            return registry.getVersion(subject, schema, normalize);
        }

        private void ask(String question) throws IOException {
            if (away) {
                throw new IOException("away");
            }
            asked.add(question);
        }
    }
}
