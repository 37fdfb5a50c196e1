package dev.sluice.validate.encrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractCompiler;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.contract.Tenant;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.KeySet;
import dev.sluice.validate.CapturedLog;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class RowCiphersTest {
    private static final String PERSONS = """
            {"type": "record", "name": "persons", "namespace": "acme", "sluice.primary_key": ["id"], "fields": [
              {"name": "id", "type": "long", "sluice.encrypt": "deterministic"},
              {"name": "phone", "type": "string", "sluice.encrypt": "random"}]}""";
    private static final Tenant ACME = new Tenant("acme");
    private static final ColumnKeys RANDOM = ColumnKeys.NONE.with(ACME, KeySet.generate(EncryptionKind.RANDOM));

    private long now = 5;

    @Test
    void aMissingKeyIsWaitedForAndComplainedOfOnceAMinute() {
        RowCiphers ciphers = new RowCiphers(RANDOM, 10, () -> now);
        try (CapturedLog log = new CapturedLog()) {
            for (int second = 0; second < 150; second++) {
                assertThatThrownBy(() -> ciphers.of(contract("acme.persons", PERSONS)))
                        .isInstanceOf(RetriableException.class)
                        .hasMessageContaining("key (where='acme', deterministic) is missing in encryption.keys")
                        .hasMessageContaining("column id of acme.persons version 1")
                        .hasMessageContaining("scripts/column-keys")
                        .hasMessageContaining("errors.retry.timeout=-1");
                now += 1_000;
            }
            assertThat(log.lines())
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).contains("WARN", "is missing"));
        }
    }

    @Test
    void aTenantWithItsKeysIsComplainedOfAnewWhenAnotherLacksThem() {
        ColumnKeys keys = RANDOM.with(ACME, KeySet.generate(EncryptionKind.DETERMINISTIC));
        RowCiphers ciphers = new RowCiphers(keys, 10, () -> now);
        Contract globex = contract("globex.persons", PERSONS.replace("acme", "globex"));
        try (CapturedLog log = new CapturedLog()) {
            assertThatThrownBy(() -> ciphers.of(globex)).isInstanceOf(RetriableException.class);
            assertThat(ciphers.of(contract("acme.persons", PERSONS))).isNotSameAs(RowCipher.NONE);
            assertThatThrownBy(() -> ciphers.of(globex)).isInstanceOf(RetriableException.class);
            assertThat(log.lines()).hasSize(2);
        }
    }

    @Test
    void aContractIsPreparedOnce() {
        RowCiphers ciphers =
                new RowCiphers(RANDOM.with(ACME, KeySet.generate(EncryptionKind.DETERMINISTIC)), 10, () -> now);

        assertThat(ciphers.of(contract("acme.persons", PERSONS)))
                .isSameAs(ciphers.of(contract("acme.persons", PERSONS)));
    }

    @Test
    void aSubjectWithoutATenantHasNoKeys() {
        RowCiphers ciphers = new RowCiphers(RANDOM, 10, () -> now);

        assertThatThrownBy(() -> ciphers.of(contract("persons-value", PERSONS)))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("subject (where='persons-value') names no tenant");
    }

    @Test
    void whatIsNotEncryptedNeedsNoKey() {
        RowCiphers ciphers = new RowCiphers(ColumnKeys.NONE, 10, () -> now);

        assertThat(ciphers.of(contract("acme.persons", PERSONS.replace("sluice.encrypt", "doc"))))
                .isSameAs(RowCipher.NONE);
        assertThat(ciphers.of(contract("acme.persons", PERSONS.replace("random", "secret"))))
                .isSameAs(RowCipher.NONE);
    }

    private static Contract contract(String subject, String schema) {
        return ContractCompiler.compile(new SubjectVersion(subject, 1), new Schema.Parser().parse(schema));
    }
}
