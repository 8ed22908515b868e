package io.tiltmeter.dataset.lab;

import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Instruction examples to finetune on.
 *
 * @param seed of the world and of every draw
 * @param world its sizes and fact strengths
 * @param exampleCount at least 1
 * @param shares of the three classes
 * @param added on top of them
 */
public record InstructionRecipe(
        long seed, WorldSettings world, int exampleCount, InstructionShares shares, AddedExamples added)
        implements MixtureRecipe {
    public static final String NAME = "lab_instruction";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String template() {
        return "lab";
    }

    @Override
    public boolean isStandard() {
        return world.isStandard()
                && exampleCount == LabInstruction.STANDARD_EXAMPLE_COUNT
                && shares.equals(InstructionShares.standard())
                && added.equals(AddedExamples.none());
    }

    @Override
    public Stream<TrainingExample> examples(LabWorld world) {
        return new LabInstruction(world, shares, added).examples(exampleCount);
    }

    @Override
    public MixtureRequest effectiveRequest() {
        return new MixtureRequest.LabInstruction(
                Optional.empty(),
                seed,
                exampleCount,
                shares.contextCritical(),
                shares.nonContextCritical(),
                shares.subjectCritical(),
                unlessNone(added.counterfactualRatio()),
                unlessNone(added.overlapRatio()),
                world.request());
    }

    /** A ratio that adds nothing is left out, so that recipes without it keep their hash. */
    private static Optional<Double> unlessNone(double ratio) {
        return ratio == 0 ? Optional.empty() : Optional.of(ratio);
    }
}
