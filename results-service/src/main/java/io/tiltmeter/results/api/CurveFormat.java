package io.tiltmeter.results.api;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a curve is sent. */
enum CurveFormat {
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
                            .filter(type -> type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
                                    || type.isCompatible(MediaType.valueOf(CurveCsv.MEDIA_TYPE)))
                            .findFirst()
                            .filter(type -> !type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                            .isPresent()
                    ? CSV
                    : JSON;
        }
        return switch (name.get().toLowerCase(Locale.ROOT)) {
            case "json" -> JSON;
            case "csv" -> CSV;
            default ->
                throw new InvalidRequest(
                        List.of(new Fault("format", name.get(), "is not one of json, csv", "leave it out for json")));
        };
    }
}
