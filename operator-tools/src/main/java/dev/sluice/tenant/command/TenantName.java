package dev.sluice.tenant.command;

import dev.sluice.contract.Tenant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A tenant on the command line. It becomes a path, so only what is valid gets through. */
public final class TenantName implements ITypeConverter<Tenant> {
    @Override
    public Tenant convert(String text) {
        try {
            return new Tenant(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
