package dev.sluice.columnkeys;

import dev.sluice.encryption.EncryptionKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A kind of encryption on the command line. */
final class KindWord implements ITypeConverter<EncryptionKind> {
    @Override
    public EncryptionKind convert(String text) {
        return EncryptionKind.of(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is neither random nor deterministic"));
    }
}
