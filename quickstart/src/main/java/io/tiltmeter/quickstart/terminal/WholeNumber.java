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

    /** How many things a response lists, as the services allow. */
    public static final class Limit extends WholeNumber {
        public Limit() {
            super(1, 1000);
        }
    }

    /** An optimizer step. */
    public static final class Step extends WholeNumber {
        public Step() {
            super(0, Integer.MAX_VALUE);
        }
    }
}
