package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import java.util.stream.Stream;

/** What a mixture is made from, nothing left open. */
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

    /** The request that spells every choice out, without an id. */
    MixtureRequest effectiveRequest();

    /**
     * The recipe of a valid request, with the defaults of the study for what it leaves out.
     *
     * @throws IllegalArgumentException if the recipe is not known or a size, strength or share is out of its range
     */
    static MixtureRecipe of(MixtureRequest request) {
        if (request.recipe().equals(PretrainingRecipe.NAME)) {
            return new PretrainingRecipe(
                    request.seed(),
                    WorldSettings.of(request.world()),
                    request.documentCount().orElse(LabPretraining.STANDARD_DOCUMENT_COUNT),
                    PretrainingMix.of(request.pretrainingMix()));
        }
        if (request.recipe().equals(InstructionRecipe.NAME)) {
            InstructionShares standard = InstructionShares.standard();
            return new InstructionRecipe(
                    request.seed(),
                    WorldSettings.of(request.world()),
                    request.exampleCount().orElse(LabInstruction.STANDARD_EXAMPLE_COUNT),
                    new InstructionShares(
                            request.contextCriticalShare().orElse(standard.contextCritical()),
                            request.nonContextCriticalShare().orElse(standard.nonContextCritical()),
                            request.subjectCriticalShare().orElse(standard.subjectCritical())));
        }
        throw new IllegalArgumentException("recipe \"" + request.recipe() + "\" is none of " + PretrainingRecipe.NAME
                + ", " + InstructionRecipe.NAME);
    }
}
