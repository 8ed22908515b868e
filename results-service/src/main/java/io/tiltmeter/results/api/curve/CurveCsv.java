package io.tiltmeter.results.api.curve;

import io.tiltmeter.results.api.Csv;
import io.tiltmeter.results.parquet.ParquetTable.Column;
import java.util.List;

/** A curve as comma-separated values: one line a checkpoint, one column a standard suite; what is not known is empty. */
public final class CurveCsv {
    static final String MEDIA_TYPE = Csv.MEDIA_TYPE;

    private CurveCsv() {}

    public static String of(CurveView curve) {
        CurveTable table = CurveTable.of(curve);
        Csv csv = new Csv().line(table.columns().stream().map(Column::name).toList());
        for (List<Object> row : table.rows()) {
            csv.line(row.stream()
                    .map(cell -> cell == null ? "" : cell.toString())
                    .toList());
        }
        return csv.toString();
    }
}
