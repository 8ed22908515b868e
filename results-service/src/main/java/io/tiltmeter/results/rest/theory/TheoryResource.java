package io.tiltmeter.results.rest.theory;

import io.tiltmeter.contracts.request.TheoryRequest;
import io.tiltmeter.results.application.theory.TheoryPresets;
import io.tiltmeter.results.application.theory.TheoryRequestReader;
import io.tiltmeter.results.theory.TheoryResult;
import io.tiltmeter.results.theory.TheoryRun;
import io.tiltmeter.servicekit.rest.BodyInMemory;
import io.tiltmeter.servicekit.rest.ChangesNothing;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Runs of the one-layer model. Nothing is stored. */
@Path("/api/v1/theories")
@Tag(name = "Theory", description = "The one-layer model by which the paper explains the inversion")
@Produces(MediaType.APPLICATION_JSON)
public class TheoryResource {
    /** Runs at the same time: each keeps a core busy and takes up to 20 MB. */
    private static final int MAX_AT_ONCE = 2;

    private static final int MAX_WAIT_SECONDS = 10;

    private final TheoryRequestReader reader;
    private final TheoryPresets presets;
    private final Semaphore computing = new Semaphore(MAX_AT_ONCE, true);

    public TheoryResource(RequestReader requests) {
        reader = new TheoryRequestReader(requests);
        presets = new TheoryPresets(reader);
    }

    public record TheoryPresetsResponse(List<TheoryPresets.Outcome> presets) {}

    @POST
    @ChangesNothing
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Finetune the one-layer model: curves of reliance on the context, attention, losses and gradients")
    public TheoryResult run(InputStream body) {
        TheoryRequest request = reader.read(RequestReader.parse(body));
        return computed(() -> TheoryRun.of(request));
    }

    @GET
    @Path("presets")
    @Operation(summary = "The paper's propositions as runs, with what each should show and whether it did")
    public TheoryPresetsResponse presets() {
        return computed(() -> new TheoryPresetsResponse(presets.outcomes()));
    }

    private <T> T computed(Supplier<T> work) {
        try {
            if (!computing.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new ServiceUnavailableException(
                        "as many runs of the one-layer model as are computed at once are still being computed: try again in"
                                + " a few seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("the service ends");
        }
        try {
            return work.get();
        } finally {
            computing.release();
        }
    }
}
