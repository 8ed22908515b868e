package io.tiltmeter.results.rest.run;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.application.curve.CurveView;
import io.tiltmeter.results.export.CurveCsv;
import io.tiltmeter.results.export.CurvePicture;
import io.tiltmeter.results.export.CurveTable;
import io.tiltmeter.results.export.ParquetTable;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a curve is sent. */
public enum CurveFormat {
    JSON {
        @Override
        Response answer(CurveView curve) {
            return Response.ok(curve, MediaType.APPLICATION_JSON_TYPE).build();
        }
    },
    CSV {
        @Override
        Response answer(CurveView curve) {
            return Response.ok(CurveCsv.of(curve), CurveCsv.MEDIA_TYPE + ";charset=UTF-8")
                    .header("Content-Disposition", "inline; filename=\"" + curve.runId() + "-curve.csv\"")
                    .build();
        }
    },
    PARQUET {
        @Override
        Response answer(CurveView curve) {
            CurveTable rows = CurveTable.of(curve);
            try (ParquetTable table = ParquetTable.of(rows.columns())) {
                for (List<Object> row : rows.rows()) {
                    table.row(row);
                }
                return Response.ok(Files.readAllBytes(table.write()), ParquetTable.MEDIA_TYPE)
                        .header("Content-Disposition", "attachment; filename=\"" + curve.runId() + "-curve.parquet\"")
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    SVG {
        @Override
        Response answer(CurveView curve) {
            String picture = CurvePicture.svg(curve);
            return Response.ok(picture, CurvePicture.MEDIA_TYPE + ";charset=UTF-8")
                    .build();
        }
    };

    abstract Response answer(CurveView curve);

    /**
     * The format asked for by name, else by the first acceptable type that is one of ours.
     *
     * @throws InvalidRequest if the name is another
     */
    static CurveFormat of(Optional<String> name, List<MediaType> acceptable) {
        if (name.isEmpty()) {
            return acceptable.stream()
                    .map(CurveFormat::ofType)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse(JSON);
        }
        return switch (name.get().toLowerCase(Locale.ROOT)) {
            case "json" -> JSON;
            case "csv" -> CSV;
            case "svg" -> SVG;
            case "parquet" -> PARQUET;
            default ->
                throw new InvalidRequest(List.of(new Fault(
                        "format", name.get(), "is not one of json, csv, svg, parquet", "leave it out for json")));
        };
    }

    private static Optional<CurveFormat> ofType(MediaType type) {
        if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            return Optional.of(JSON);
        }
        if (type.isCompatible(MediaType.valueOf(CurveCsv.MEDIA_TYPE))) {
            return Optional.of(CSV);
        }
        if (type.isCompatible(MediaType.valueOf(ParquetTable.MEDIA_TYPE))) {
            return Optional.of(PARQUET);
        }
        return type.isCompatible(MediaType.valueOf(CurvePicture.MEDIA_TYPE)) ? Optional.of(SVG) : Optional.empty();
    }
}
