package io.tiltmeter.results.rest;

import io.tiltmeter.results.export.ExportFormat;
import io.tiltmeter.results.export.Formulas;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The format of a response, as a {@code @BeanParam}: by its name, else by the Accept header. */
public class FormatParameters {
    @QueryParam("format")
    Optional<String> format;

    @QueryParam("formulas")
    Optional<String> formulas;

    @Context
    HttpHeaders headers;

    /** The wanted format; the first of the list if neither the name nor the header says one. */
    public <F extends ExportFormat> F choose(F[] formats, QueryFaults faults) {
        if (format.isEmpty()) {
            return headers.getAcceptableMediaTypes().stream()
                    .flatMap(type -> Arrays.stream(formats)
                            .filter(each -> type.isCompatible(MediaType.valueOf(each.mediaType()))))
                    .findFirst()
                    .orElse(formats[0]);
        }
        for (F each : formats) {
            if (each.extension().equalsIgnoreCase(format.get())) {
                return each;
            }
        }
        faults.add(
                "format",
                format.get(),
                "is not one of "
                        + Arrays.stream(formats).map(ExportFormat::extension).collect(Collectors.joining(", ")),
                "leave it out for " + formats[0].extension());
        return formats[0];
    }

    /** Whether the texts of CSV are guarded, which they are if nothing is said; other formats have no use for it. */
    public Formulas formulas(QueryFaults faults) {
        return faults.choice("formulas", formulas, Formulas.GUARDED);
    }

    /** A response that a browser shows, or saves under this name. */
    public static Response inline(Object body, ExportFormat format, String name) {
        return response(body, format.contentType(), "inline", name + "." + format.extension());
    }

    /** A response that a browser saves under this name. */
    public static Response attachment(Object body, String contentType, String name) {
        return response(body, contentType, "attachment", name);
    }

    private static Response response(Object body, String contentType, String disposition, String name) {
        return Response.ok(body, contentType)
                .header("Content-Disposition", disposition + "; filename=\"" + name + "\"")
                .build();
    }
}
