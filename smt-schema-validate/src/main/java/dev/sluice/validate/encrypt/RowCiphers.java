package dev.sluice.validate.encrypt;

import dev.sluice.check.StoredRows;
import dev.sluice.check.schema.ColumnEncryption;
import dev.sluice.check.schema.Contract;
import dev.sluice.check.schema.ContractColumn;
import dev.sluice.check.schema.SubjectVersion;
import dev.sluice.encryption.ColumnAddress;
import dev.sluice.encryption.ColumnCipher;
import dev.sluice.encryption.ColumnKeys;
import dev.sluice.encryption.EncryptionKind;
import dev.sluice.encryption.ValueText;
import dev.sluice.validate.schema.BoundedCache;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ciphers of the contracts in use. A row whose key is missing waits: it neither goes on in clear text, nor is it lost. For one
 * thread.
 */
public final class RowCiphers {
    /** How often a key that stays missing is complained of. */
    static final long WARN_AGAIN_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(RowCiphers.class);

    private final ColumnKeys keys;
    private final LongSupplier nowMs;
    private final BoundedCache<SubjectVersion, RowCipher> ciphers;
    private boolean missing;
    private long warnedAtMs;

    /**
     * Creates an empty cache.
     *
     * @param nowMs a clock that never goes back, in milliseconds
     */
    public RowCiphers(ColumnKeys keys, int capacity, LongSupplier nowMs) {
        this.keys = keys;
        this.nowMs = nowMs;
        this.ciphers = new BoundedCache<>(capacity);
    }

    /**
     * The cipher of a contract's rows.
     *
     * @throws RetriableException if there is no key for one of its columns
     */
    public RowCipher of(Contract contract) {
        if (!(contract instanceof Contract.OfRows rows) || !rows.isEncrypted()) {
            return RowCipher.NONE;
        }
        RowCipher known = ciphers.get(contract.id());
        if (known == null) {
            known = new StoredRows(rows, column -> ofColumn(rows.id(), column))::of;
            ciphers.put(contract.id(), known);
            missing = false;
        }
        return known;
    }

    private UnaryOperator<Object> ofColumn(SubjectVersion id, ContractColumn column) {
        ColumnAddress address = ColumnAddress.of(id.subject(), column.name())
                .orElseThrow(() -> waiting("subject (where='" + id.subject()
                        + "') names no tenant, but its column " + column.name()
                        + " is to be encrypted with a tenant's key; the row waits "
                        + "and nothing is lost. Register the schema, and set subject, as tenant.table."));
        EncryptionKind kind = kind(column.encryption());
        ColumnCipher cipher = keys.cipher(address, kind)
                .orElseThrow(
                        () -> waiting(
                                "key (where='" + address.tenant() + "', " + kind.word()
                                        + ") is missing in encryption.keys, and column " + column.name() + " of " + id
                                        + " is to be encrypted with it; the row waits and nothing is lost. Add it with scripts/column-keys, "
                                        + "and restart the connector; set errors.retry.timeout=-1 on it so that it waits as long as it takes."));
        ValueText texts = ValueText.ofType(column.type());
        return value -> ByteBuffer.wrap(cipher.encrypt(texts.of(value)));
    }

    private static EncryptionKind kind(ColumnEncryption encryption) {
        return EncryptionKind.of(encryption.property()).orElseThrow();
    }

    private RetriableException waiting(String message) {
        // Connect logs retries at TRACE only: without this line a connector would wait in silence.
        long now = nowMs.getAsLong();
        if (!missing || now - warnedAtMs >= WARN_AGAIN_MS) {
            LOG.warn("{}", message);
            missing = true;
            warnedAtMs = now;
        }
        return new RetriableException(message);
    }
}
