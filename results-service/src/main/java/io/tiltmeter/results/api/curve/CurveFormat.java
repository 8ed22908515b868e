package io.tiltmeter.results.api.curve;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.results.api.run.ScoredRun;
import io.tiltmeter.results.api.run.ShownSeries;
import io.tiltmeter.results.api.series.SeriesQuery.Items;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a curve is sent. */
public enum CurveFormat {
    JSON {
        @Override
        Response answer(ScoredRun scored) {
            return Response.ok(CurveView.of(scored), MediaType.APPLICATION_JSON_TYPE)
                    .build();
        }
    },
    CSV {
        @Override
        Response answer(ScoredRun scored) {
            CurveView curve = CurveView.of(scored);
            return Response.ok(CurveCsv.of(curve), CurveCsv.MEDIA_TYPE + ";charset=UTF-8")
                    .header("Content-Disposition", "inline; filename=\"" + curve.runId() + "-curve.csv\"")
                    .build();
        }
    },
    SVG {
        @Override
        Response answer(ScoredRun scored) {
            String picture = CurvePicture.svg(
                    scored.run().state().runName()
                            + scored.conflictSuite().map(suite -> ": " + suite).orElse("")
                            + scored.shown().map(CurveFormat::series).orElse(""),
                    scored.curve(),
                    scored.run().state().totalSteps());
            return Response.ok(picture, CurvePicture.MEDIA_TYPE + ";charset=UTF-8")
                    .build();
        }
    };

    abstract Response answer(ScoredRun scored);

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
            default ->
                throw new InvalidRequest(List.of(
                        new Fault("format", name.get(), "is not one of json, csv, svg", "leave it out for json")));
        };
    }

    /** What a picture must say of its series: nothing of the usual one. */
    private static String series(ShownSeries shown) {
        return (shown.scorer().equals(EvaluationPlan.CONTAINS) ? "" : ", by " + shown.scorer())
                + (shown.arms().size() < 2 ? "" : ", arm " + shown.arm())
                + (shown.items() == Items.ALL ? "" : ", items the base model knows");
    }

    private static Optional<CurveFormat> ofType(MediaType type) {
        if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            return Optional.of(JSON);
        }
        if (type.isCompatible(MediaType.valueOf(CurveCsv.MEDIA_TYPE))) {
            return Optional.of(CSV);
        }
        return type.isCompatible(MediaType.valueOf(CurvePicture.MEDIA_TYPE)) ? Optional.of(SVG) : Optional.empty();
    }
}
