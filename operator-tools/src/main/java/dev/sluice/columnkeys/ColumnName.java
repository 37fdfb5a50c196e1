package dev.sluice.columnkeys;

import dev.sluice.encryption.ColumnAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A column on the command line. */
final class ColumnName implements ITypeConverter<ColumnAddress> {
    @Override
    public ColumnAddress convert(String text) {
        try {
            return ColumnAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
