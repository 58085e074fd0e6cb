package lib.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts an option's value to a whole number from 1 up. */
public final class PositiveNumber implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
        if (!value.matches("0*[1-9][0-9]{0,5}")) {
            throw new TypeConversionException("'" + value + "' is not a whole number from 1 up");
        }
        return Integer.valueOf(value);
    }
}
