package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import java.util.stream.Stream;

/** The recipe of a mixture with all defaults. */
public sealed interface MixtureRecipe permits PretrainingRecipe, InstructionRecipe {
    /** Its name in a mixture request. */
    String name();

    /** Of the world and of every draw. */
    long seed();

    /** Sizes and fact strengths of the world. */
    WorldSettings world();

    /** The prompt template its examples are rendered with. */
    String template();

    /** Whether only the seed was chosen. */
    boolean isStandard();

    /** The examples, always the same ones; a sequential stream. */
    Stream<TrainingExample> examples(LabWorld world);

    /** The request of this recipe, without an id. */
    MixtureRequest effectiveRequest();

    /**
     * The recipe of a valid request.
     *
     * @throws IllegalArgumentException if a size, strength or share is out of its range
     */
    static MixtureRecipe of(MixtureRequest.Lab request) {
        WorldSettings world = WorldSettings.of(request.world());
        if (request instanceof MixtureRequest.LabPretraining pretraining) {
            return new PretrainingRecipe(
                    pretraining.seed(),
                    world,
                    pretraining.documentCount(),
                    PretrainingMix.of(pretraining.pretrainingMix()));
        }
        MixtureRequest.LabInstruction instruction = (MixtureRequest.LabInstruction) request;
        return new InstructionRecipe(
                instruction.seed(),
                world,
                instruction.exampleCount(),
                new InstructionShares(
                        instruction.contextCriticalShare(),
                        instruction.nonContextCriticalShare(),
                        instruction.subjectCriticalShare()),
                new AddedExamples(
                        instruction.counterfactualRatio().orElse(0.0),
                        instruction.overlapRatio().orElse(0.0)));
    }
}
