package io.tiltmeter.dataset.api.mixture;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.PartRequest;
import io.tiltmeter.dataset.api.DatasetCatalogue;
import io.tiltmeter.dataset.api.measurement.Checkpoints;
import io.tiltmeter.dataset.api.measurement.Question;
import io.tiltmeter.dataset.api.source.BuiltSource;
import io.tiltmeter.dataset.store.DatasetKind;
import io.tiltmeter.dataset.store.StoredCheckpoint;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What evaluators are asked for a mixture whose request has exact ids. */
@Singleton
public class MixtureQuestions {
    private final DatasetCatalogue catalogue;
    private final Checkpoints checkpoints;

    public MixtureQuestions(DatasetCatalogue catalogue, Checkpoints checkpoints) {
        this.catalogue = catalogue;
        this.checkpoints = checkpoints;
    }

    /** Every question of a mixture, each once. */
    List<Question> of(MixtureRequest request) {
        Set<Question> questions = new LinkedHashSet<>();
        for (PartRequest part : request.parts()) {
            part.models().forEach(model -> questions.add(losses(request, part.source(), model)));
            if (request.maxLength().isPresent()) {
                questions.add(tokens(request, part.source()));
            }
        }
        return List.copyOf(questions);
    }

    /** What a model makes of a source's rows. */
    Question losses(MixtureRequest request, String sourceId, String model) {
        return question(Measure.LOSSES, request, sourceId, model);
    }

    /** How long a source's rows are. */
    Question tokens(MixtureRequest request, String sourceId) {
        return question(Measure.TOKENS, request, sourceId, request.tokenizer().orElseThrow());
    }

    private Question question(Measure measure, MixtureRequest request, String sourceId, String model) {
        List<Fault> faults = new ArrayList<>();
        StoredCheckpoint checkpoint = checkpoints
                .find("model", model, faults)
                .orElseThrow(() -> new IllegalStateException("a resolved request names no checkpoint: " + faults));
        String rowsSha256 = catalogue
                .result(catalogue.one(DatasetKind.SOURCE, sourceId), BuiltSource.class)
                .version()
                .rowsSha256();
        String template = request.effective().template().orElseThrow();
        return new Question(measure, checkpoint, sourceId, rowsSha256, template);
    }
}
