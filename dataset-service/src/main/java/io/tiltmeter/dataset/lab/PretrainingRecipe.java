package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Documents to pretrain on.
 *
 * @param seed of the world and of every draw
 * @param world its sizes and fact strengths
 * @param documentCount at least 1
 * @param mix what documents are about
 */
public record PretrainingRecipe(long seed, WorldSettings world, int documentCount, PretrainingMix mix)
        implements MixtureRecipe {
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
        return world.isStandard() && mix.isStandard() && documentCount == LabPretraining.STANDARD_DOCUMENT_COUNT;
    }

    @Override
    public Stream<TrainingExample> examples(LabWorld world) {
        return new LabPretraining(world, mix).documents(documentCount);
    }

    @Override
    public MixtureRequest effectiveRequest() {
        return new MixtureRequest.LabPretraining(Optional.empty(), seed, documentCount, world.request(), mix.request());
    }
}
