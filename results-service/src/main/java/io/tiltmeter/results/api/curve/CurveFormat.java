package io.tiltmeter.results.api.curve;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
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
    SVG {
        @Override
        Response answer(CurveView curve) {
            String picture = CurvePicture.svg(title(curve), curve);
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
            default ->
                throw new InvalidRequest(List.of(
                        new Fault("format", name.get(), "is not one of json, csv, svg", "leave it out for json")));
        };
    }

    /** The run and what must be said of its series: nothing of the usual one. */
    private static String title(CurveView curve) {
        return curve.runName()
                + curve.suite().map(suite -> ": " + suite).orElse("")
                + curve.scorer()
                        .filter(scorer -> !scorer.equals(EvaluationPlan.CONTAINS))
                        .map(scorer -> ", by " + scorer)
                        .orElse("")
                + curve.arm()
                        .filter(arm -> curve.arms().size() > 1)
                        .map(arm -> ", arm " + arm)
                        .orElse("")
                + (curve.itemFilter().equals(Items.ALL.id()) ? "" : ", items the base model knows")
                + curve.slice().map(slice -> ", " + slice).orElse("");
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
