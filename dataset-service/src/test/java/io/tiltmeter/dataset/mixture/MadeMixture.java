package io.tiltmeter.dataset.mixture;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.RequestReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a request.
 *
 * @param examples in their order
 * @param report of them
 */
record MadeMixture(List<TrainingExample> examples, MixtureReport report) {
    private static final RequestReader READER = new RequestReader();

    /** A request for a mixture of sources, from JSON without recipe and seed. */
    static MixtureRequest.Sources request(long seed, String rest) {
        String json = "{\"recipe\":\"sources\",\"seed\":" + seed + "," + rest + "}";
        return (MixtureRequest.Sources) READER.readWithDefaults(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                "mixture-request",
                MixtureRequest.class,
                (request, faults) -> {});
    }

    static MadeMixture made(MixtureRequest.Sources request, MixtureInputs inputs) {
        List<TrainingExample> examples = new ArrayList<>();
        try {
            MixtureReport report = new SourceMixture(request, inputs).write(examples::add);
            return new MadeMixture(examples, report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> ids() {
        return examples.stream().map(TrainingExample::id).toList();
    }

    /** Examples and report as they would be stored. */
    String bytes() {
        try {
            return Json.mapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
