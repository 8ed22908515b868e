package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Documents to pretrain on.
 *
 * @param seed of the world and of every draw
 * @param documentCount at least 1
 */
public record PretrainingRecipe(long seed, int documentCount) implements MixtureRecipe {
    public static final String NAME = "lab_pretraining";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String template() {
        return "plain";
    }

    @Override
    public boolean isStandard() {
        return documentCount == LabPretraining.STANDARD_DOCUMENT_COUNT;
    }

    @Override
    public Stream<TrainingExample> examples(LabWorld world) {
        return new LabPretraining(world, PretrainingMix.standard()).documents(documentCount);
    }

    @Override
    public MixtureRequest effectiveRequest() {
        return new MixtureRequest(
                Optional.empty(),
                NAME,
                seed,
                Optional.of(documentCount),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
