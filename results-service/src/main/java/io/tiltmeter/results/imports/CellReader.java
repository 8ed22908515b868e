package io.tiltmeter.results.imports;

import io.tiltmeter.results.imports.Sheet.Cell;
import io.tiltmeter.results.imports.Sheet.Row;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Parses the texts of cells; a text that cannot be parsed is a fault. */
final class CellReader {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_NUMBER_LENGTH = 40;
    private static final double MAX_COUNT = 1e9;

    private final FaultList faults;
    private final boolean decimalCommas;

    CellReader(FaultList faults, boolean decimalCommas) {
        this.faults = faults;
        this.decimalCommas = decimalCommas;
    }

    Optional<Double> share(Row row, String column) {
        return number(row, column).filter(value -> {
            if (value >= 0 && value <= 1) {
                return true;
            }
            fault(
                    row,
                    column,
                    "is outside [0, 1], where a share lies",
                    value > 1 && value <= 100 ? "send " + value / 100 + " for " + value + " %" : "send a share");
            return false;
        });
    }

    /** A finite number that is not negative. */
    Optional<Double> amount(Row row, String column) {
        return number(row, column).filter(value -> {
            if (value >= 0) {
                return true;
            }
            fault(row, column, "is negative", "leave it empty if it is unknown");
            return false;
        });
    }

    /** A whole number; pandas writes {@code 512.0} for it where a column has gaps. */
    OptionalInt count(Row row, String column, int lowest) {
        Optional<Double> value = number(row, column);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        double count = value.get();
        if (count >= lowest && count <= MAX_COUNT && count == Math.rint(count)) {
            return OptionalInt.of((int) count);
        }
        fault(row, column, "is not a whole number in [" + lowest + ", " + (long) MAX_COUNT + "]", "send a count");
        return OptionalInt.empty();
    }

    /** The step, which every row must have. */
    OptionalInt step(Row row) {
        if (row.cell(ColumnName.STEP).isEmpty()) {
            missing(row, ColumnName.STEP);
        }
        return count(row, ColumnName.STEP, 0);
    }

    /** A name that fits into a response and a database. */
    Optional<String> name(Row row, String column) {
        return row.cell(column).map(Cell::text).map(String::strip).filter(text -> {
            if (text.length() <= MAX_NAME_LENGTH && !CONTROL.matcher(text).find()) {
                return true;
            }
            fault(
                    row,
                    column,
                    "has more than " + MAX_NAME_LENGTH + " characters, or one that cannot be printed",
                    "send a shorter name");
            return false;
        });
    }

    /** True or false, as common tools write it. */
    Optional<Boolean> flag(Row row, String column) {
        return row.cell(column).flatMap(cell -> switch (cell.text().strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "1.0", "yes", "t" -> Optional.of(true);
            case "false", "0", "0.0", "no", "f" -> Optional.of(false);
            default -> {
                fault(row, column, "is neither true nor false", "send one of them");
                yield Optional.empty();
            }
        });
    }

    void missing(Row row, String column) {
        faults.add(row.position().named(column), "", "is missing", "fill it in, or leave the row out");
    }

    /** A fault of a cell that is there. */
    void fault(Row row, String column, String limit, String remedy) {
        Cell cell = row.cells().get(column);
        faults.add(cell.position().named(column), cell.text().strip(), limit, remedy);
    }

    /** A finite number; {@code nan}, which Python writes for an unknown one, is absent. */
    private Optional<Double> number(Row row, String column) {
        return row.cell(column).flatMap(cell -> {
            String text = cell.text().strip();
            if (text.equalsIgnoreCase("nan") || text.equalsIgnoreCase("na")) {
                return Optional.empty();
            }
            String plain = decimalCommas ? text.replace(',', '.') : text;
            if (plain.length() <= MAX_NUMBER_LENGTH && NUMBER.matcher(plain).matches()) {
                double value = Double.parseDouble(plain);
                if (Double.isFinite(value)) {
                    return Optional.of(value);
                }
            }
            fault(
                    row,
                    column,
                    "is not a finite number",
                    "write it with a decimal point, or leave it empty if it is unknown");
            return Optional.empty();
        });
    }
}
