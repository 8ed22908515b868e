package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.dataset.application.MixtureExport;
import io.tiltmeter.dataset.mixture.ExportFormat;
import io.tiltmeter.dataset.mixture.Trainer;
import io.tiltmeter.dataset.mixture.TrainerConfiguration;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Mixtures as files for other trainers. */
@Path("/api/v1/mixtures/{id}/export")
@Tag(name = "Mixtures")
public class MixtureExportResource {
    private static final String LINES = "application/x-ndjson";
    private static final String YAML = "application/yaml";
    private static final String JSON = "application/json";

    private final MixtureExport export;

    public MixtureExportResource(MixtureExport export) {
        this.export = export;
    }

    @GET
    @Produces(LINES)
    @Operation(summary = "A whole mixture as JSON lines, for other trainers")
    public Response lines(@PathParam("id") String id, @QueryParam("format") Optional<String> format)
            throws IOException {
        List<Fault> faults = new ArrayList<>();
        ExportFormat wanted = choice("format", format, ExportFormat.values(), ExportFormat::label, faults)
                .orElse(ExportFormat.EXAMPLES);
        check(faults);
        MixtureExport.Selection selection = export.select(id, wanted);
        StreamingOutput body = out -> export.write(selection, out);
        return attachment(body, LINES, wanted.fileName(id));
    }

    @GET
    @Path("configuration")
    @Produces({YAML, JSON})
    @Operation(summary = "What another trainer needs besides the file of a mixture")
    public Response configuration(
            @PathParam("id") String id,
            @QueryParam("trainer") Optional<String> trainer,
            @QueryParam("format") Optional<String> format)
            throws IOException {
        List<Fault> faults = new ArrayList<>();
        Optional<Trainer> reader =
                choice("trainer", trainer.or(() -> Optional.of("")), Trainer.values(), Trainer::label, faults);
        Optional<ExportFormat> wanted = choice("format", format, ExportFormat.values(), ExportFormat::label, faults);
        check(faults);
        TrainerConfiguration configuration = export.configuration(id, reader.orElseThrow(), wanted);
        return attachment(
                configuration.of(reader.get()),
                reader.get().extension().equals("json") ? JSON : YAML,
                configuration.fileName(reader.get()));
    }

    /** The choice of this name; empty if none was sent, or with a fault. */
    private static <C> Optional<C> choice(
            String field, Optional<String> sent, C[] choices, Function<C, String> name, List<Fault> faults) {
        Optional<C> found = sent.flatMap(text -> Arrays.stream(choices)
                .filter(choice -> name.apply(choice).equals(text))
                .findFirst());
        if (sent.isPresent() && found.isEmpty()) {
            faults.add(new Fault(
                    field,
                    sent.get(),
                    "is not one of " + Arrays.stream(choices).map(name).collect(Collectors.joining(", ")),
                    "send one of these, such as " + field + "=" + name.apply(choices[0])));
        }
        return found;
    }

    private static void check(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }

    private static Response attachment(Object body, String mediaType, String fileName) {
        return Response.ok(body, mediaType + ";charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"")
                .build();
    }
}
