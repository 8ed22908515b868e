package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.PartRequest;
import io.tiltmeter.dataset.persistence.BuiltSource;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What evaluators are asked for a mixture whose request has exact ids. */
@Singleton
public class MixtureMeasurements {
    private final DatasetLookup catalogue;
    private final Checkpoints checkpoints;

    public MixtureMeasurements(DatasetLookup catalogue, Checkpoints checkpoints) {
        this.catalogue = catalogue;
        this.checkpoints = checkpoints;
    }

    /** Every question of a mixture, each once. */
    List<MeasurementRequest> of(MixtureRequest request) {
        Set<MeasurementRequest> questions = new LinkedHashSet<>();
        for (PartRequest part : request.parts()) {
            part.models().forEach(model -> questions.add(losses(request, part.source(), model)));
            if (request.maxLength().isPresent()) {
                questions.add(tokens(request, part.source()));
            }
        }
        return List.copyOf(questions);
    }

    /** What a model makes of a source's rows. */
    MeasurementRequest losses(MixtureRequest request, String sourceId, String model) {
        return question(Measure.LOSSES, request, sourceId, model);
    }

    /** How long a source's rows are. */
    MeasurementRequest tokens(MixtureRequest request, String sourceId) {
        return question(Measure.TOKENS, request, sourceId, request.tokenizer().orElseThrow());
    }

    private MeasurementRequest question(Measure measure, MixtureRequest request, String sourceId, String model) {
        List<Fault> faults = new ArrayList<>();
        StoredCheckpoint checkpoint = checkpoints
                .find("model", model, faults)
                .orElseThrow(() -> new IllegalStateException("a resolved request names no checkpoint: " + faults));
        String rowsSha256 = catalogue
                .result(catalogue.one(DatasetKind.SOURCE, sourceId), BuiltSource.class)
                .version()
                .rowsSha256();
        String template = request.effective().template().orElseThrow();
        return new MeasurementRequest(measure, checkpoint, sourceId, rowsSha256, template);
    }
}
