package io.tiltmeter.dataset.mixture;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.servicekit.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request comes to.
 *
 * @param examples in their order
 * @param report of them
 */
record MadeMixture(List<TrainingExample> examples, MixtureReport report) {
    /** A request for a mixture of sources, from JSON without recipe and seed. */
    static MixtureRequest request(long seed, String rest) {
        try {
            return Json.mapper()
                    .readValue("{\"recipe\":\"sources\",\"seed\":" + seed + "," + rest + "}", MixtureRequest.class)
                    .effective();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(rest, e);
        }
    }

    static MadeMixture made(MixtureRequest request, MixtureInputs inputs) {
        List<TrainingExample> examples = new ArrayList<>();
        try {
            MixtureReport report =
                    new SourceMixture(request, inputs).write(examples::add).orElseThrow();
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
