package io.tiltmeter.results.export;

import io.tiltmeter.results.application.curve.CurveView;
import io.tiltmeter.results.export.ParquetTable.Column;
import java.util.List;

/** A curve as comma-separated values: one line a checkpoint, one column a standard suite; what is not known is empty. */
public final class CurveCsv {
    public static final String MEDIA_TYPE = Csv.MEDIA_TYPE;

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
