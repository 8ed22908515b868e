package io.tiltmeter.results.imports;

import io.tiltmeter.results.imports.SheetRow.Cell;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Turns texts of cells into what they mean; what means nothing is a fault. */
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

    /** A share in [0, 1]. */
    Optional<Double> share(SheetRow row, String column) {
        return number(row, column).filter(value -> {
            if (value >= 0 && value <= 1) {
                return true;
            }
            Cell cell = row.cells().get(column);
            faults.add(
                    cell.place().named(column),
                    cell.text(),
                    "is outside [0, 1], where a share lies",
                    value > 1 && value <= 100 ? "send " + value / 100 + " for " + value + " %" : "send a share");
            return false;
        });
    }

    /** A finite number that is not negative. */
    Optional<Double> amount(SheetRow row, String column) {
        return number(row, column).filter(value -> {
            if (value >= 0) {
                return true;
            }
            Cell cell = row.cells().get(column);
            faults.add(cell.place().named(column), cell.text(), "is negative", "leave it empty if it is not known");
            return false;
        });
    }

    /** A whole number; pandas writes {@code 512.0} for it where a column has gaps. */
    OptionalInt count(SheetRow row, String column, int lowest) {
        Optional<Double> value = number(row, column);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        double count = value.get();
        if (count >= lowest && count <= MAX_COUNT && count == Math.rint(count)) {
            return OptionalInt.of((int) count);
        }
        Cell cell = row.cells().get(column);
        faults.add(
                cell.place().named(column),
                cell.text(),
                "is no whole number in [" + lowest + ", " + (long) MAX_COUNT + "]",
                "send a count");
        return OptionalInt.empty();
    }

    /** The step, which no row may lack. */
    OptionalInt step(SheetRow row) {
        if (row.cell(ColumnName.STEP).isEmpty()) {
            missing(row, ColumnName.STEP);
        }
        return count(row, ColumnName.STEP, 0);
    }

    /** A name that may stand in paths of the answer and in a database. */
    Optional<String> name(SheetRow row, String column) {
        return row.cell(column).map(Cell::text).map(String::strip).filter(text -> {
            if (text.length() <= MAX_NAME_LENGTH && !CONTROL.matcher(text).find()) {
                return true;
            }
            faults.add(
                    row.cells().get(column).place().named(column),
                    text,
                    "has more than " + MAX_NAME_LENGTH + " characters, or one that cannot be printed",
                    "send a shorter name");
            return false;
        });
    }

    /** Yes or no, in the words of the common tools. */
    Optional<Boolean> flag(SheetRow row, String column) {
        return row.cell(column).flatMap(cell -> switch (cell.text().strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "1.0", "yes", "t" -> Optional.of(true);
            case "false", "0", "0.0", "no", "f" -> Optional.of(false);
            default -> {
                faults.add(cell.place().named(column), cell.text(), "is neither true nor false", "send one of them");
                yield Optional.empty();
            }
        });
    }

    void missing(SheetRow row, String column) {
        faults.add(row.place().named(column), "", "is missing", "fill it in, or leave the row out");
    }

    /** A finite number; {@code nan}, as Python writes what is not known, is none. */
    private Optional<Double> number(SheetRow row, String column) {
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
            faults.add(
                    cell.place().named(column),
                    text,
                    "is no finite number",
                    "write it with a decimal point, or leave it empty if it is not known");
            return Optional.empty();
        });
    }
}
