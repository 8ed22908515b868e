package io.tiltmeter.benchmarks;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of the command line that must not be too small. */
class WholeNumber implements ITypeConverter<Integer> {
    private final int min;

    private WholeNumber(int min) {
        this.min = min;
    }

    @Override
    public Integer convert(String value) {
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < min) {
            throw new TypeConversionException("'" + value + "' is no whole number of at least " + min);
        }
        return Integer.parseInt(value);
    }

    /** How often something is measured. */
    static final class Count extends WholeNumber {
        Count() {
            super(1);
        }
    }

    /** Evaluations: fewer show no growth after the first ones. */
    static final class Evaluations extends WholeNumber {
        Evaluations() {
            super(15);
        }
    }

    /** Items of a suite: fewer are too few to time. */
    static final class Items extends WholeNumber {
        Items() {
            super(100);
        }
    }

    /** Rows of a file: fewer are too few to time. */
    static final class Rows extends WholeNumber {
        Rows() {
            super(1000);
        }
    }

    /** Items in whole clusters of two. */
    static final class EvenItems extends WholeNumber {
        EvenItems() {
            super(2);
        }

        @Override
        public Integer convert(String value) {
            int items = super.convert(value);
            if (items % 2 != 0) {
                throw new TypeConversionException("'" + value + "' is odd: give whole clusters of two items");
            }
            return items;
        }
    }
}
