package io.tiltmeter.quickstart.terminal;

import io.tiltmeter.quickstart.supervision.Ports;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of the command line that must lie within limits. */
public abstract class WholeNumber implements ITypeConverter<Integer> {
    private final int min;
    private final int max;

    protected WholeNumber(int min, int max) {
        this.min = min;
        this.max = max;
    }

    @Override
    public Integer convert(String value) {
        try {
            int number = Integer.parseInt(value);
            if (min <= number && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is not a whole number (" + min + " to " + max + ")");
        }
        throw new TypeConversionException("'" + value + "' is outside " + min + " to " + max);
    }

    /** The port of the page. */
    public static final class PagePort extends WholeNumber {
        public PagePort() {
            super(Ports.MIN_PAGE, Ports.MAX_PAGE);
        }
    }
}
