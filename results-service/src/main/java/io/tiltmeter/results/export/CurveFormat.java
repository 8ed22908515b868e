package io.tiltmeter.results.export;

import io.tiltmeter.results.application.curve.RunCurve;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

public enum CurveFormat implements ExportFormat {
    JSON("application/json") {
        @Override
        public Object body(RunCurve curve, Formulas formulas) {
            return curve;
        }
    },
    CSV(Csv.MEDIA_TYPE) {
        @Override
        public Object body(RunCurve curve, Formulas formulas) {
            return csv(curve, formulas);
        }
    },
    SVG(CurveSvg.MEDIA_TYPE) {
        @Override
        public Object body(RunCurve curve, Formulas formulas) {
            return CurveSvg.svg(curve);
        }
    },
    PARQUET(ParquetWriter.MEDIA_TYPE) {
        @Override
        public Object body(RunCurve curve, Formulas formulas) {
            CurveTable table = CurveTable.of(curve);
            try (ParquetWriter writer = ParquetWriter.of(table.columns())) {
                for (List<Object> row : table.rows()) {
                    writer.row(row);
                }
                return Files.readAllBytes(writer.write());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final String mediaType;

    CurveFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * The curve as a record, a text or bytes.
     *
     * @param formulas in CSV
     */
    public abstract Object body(RunCurve curve, Formulas formulas);

    @Override
    public String mediaType() {
        return mediaType;
    }

    @Override
    public String contentType() {
        return this == JSON || this == PARQUET ? mediaType : ExportFormat.super.contentType();
    }

    /** One line a checkpoint, one column a standard suite. */
    public static String csv(RunCurve curve, Formulas formulas) {
        CurveTable table = CurveTable.of(curve);
        List<List<Object>> lines = new ArrayList<>();
        lines.add(table.columns().stream().map(column -> (Object) column.name()).toList());
        lines.addAll(table.rows());
        return Csv.of(lines, formulas);
    }
}
