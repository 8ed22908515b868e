package io.tiltmeter.contracts.request;

import java.util.Optional;

/**
 * {@code POST /api/v1/mixtures}: a mixture of the lab world.
 *
 * @param mixtureId the name it will have; by default made from the recipe
 * @param recipe {@code lab_pretraining} or {@code lab_instruction}
 * @param seed of the world and of every draw
 * @param documentCount pretraining documents, for {@code lab_pretraining}
 * @param exampleCount finetuning examples, for {@code lab_instruction}
 * @param contextCriticalShare share of context-critical examples, in [0, 1]
 * @param nonContextCriticalShare share of non-context-critical examples, in [0, 1]
 * @param subjectCriticalShare share of subject-critical examples, in [0, 1]; the three sum to 1
 */
public record MixtureRequest(
        Optional<String> mixtureId,
        String recipe,
        long seed,
        Optional<Integer> documentCount,
        Optional<Integer> exampleCount,
        Optional<Double> contextCriticalShare,
        Optional<Double> nonContextCriticalShare,
        Optional<Double> subjectCriticalShare) {}
