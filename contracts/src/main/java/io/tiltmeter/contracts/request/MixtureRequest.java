package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code POST /api/v1/mixtures}: a mixture of the lab world, or of sources. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "recipe")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MixtureRequest.LabPretraining.class, name = "lab_pretraining"),
    @JsonSubTypes.Type(value = MixtureRequest.LabInstruction.class, name = "lab_instruction"),
    @JsonSubTypes.Type(value = MixtureRequest.Sources.class, name = MixtureRequest.SOURCES)
})
public sealed interface MixtureRequest {
    /** The recipe of mixtures from sources. */
    String SOURCES = "sources";

    /** The name it will have; by default made from the recipe. */
    Optional<String> mixtureId();

    /** Of the world and of every draw. */
    long seed();

    /** A mixture of the lab world. */
    sealed interface Lab extends MixtureRequest {
        /** Sizes and fact strengths; empty for the default world. */
        Optional<WorldRequest> world();
    }

    /**
     * Documents of the lab world to pretrain on.
     *
     * @param pretrainingMix what documents are about; empty for the default mix
     */
    record LabPretraining(
            Optional<String> mixtureId,
            long seed,
            int documentCount,
            Optional<WorldRequest> world,
            Optional<PretrainingMixRequest> pretrainingMix)
            implements Lab {}

    /**
     * Instruction examples of the lab world to finetune on.
     *
     * @param contextCriticalShare share of context-critical examples, in [0, 1]; this one and the next two sum to 1
     * @param nonContextCriticalShare share of non-context-critical examples, in [0, 1]
     * @param subjectCriticalShare share of subject-critical examples, in [0, 1]
     * @param counterfactualRatio examples whose context contradicts memory, on top of the others, as a ratio to their number
     * @param overlapRatio true examples about the subjects of the conflict suites, likewise
     */
    record LabInstruction(
            Optional<String> mixtureId,
            long seed,
            int exampleCount,
            double contextCriticalShare,
            double nonContextCriticalShare,
            double subjectCriticalShare,
            Optional<Double> counterfactualRatio,
            Optional<Double> overlapRatio,
            Optional<WorldRequest> world)
            implements Lab {}

    /**
     * Examples from rows of sources.
     *
     * @param exampleCount for parts that have shares; by default as many as the scarcest part allows
     * @param template how examples are rendered
     * @param maxLength longer rows go, in tokens of the tokenizer
     * @param tokenizer as {@code run:<run id>} or {@code run:<run id>@<step>}; with {@code maxLength} alone
     * @param parts one behind another
     * @param augmentation counterfactual rows on top
     */
    record Sources(
            Optional<String> mixtureId,
            long seed,
            Optional<Integer> exampleCount,
            String template,
            Optional<Integer> maxLength,
            Optional<String> tokenizer,
            List<PartRequest> parts,
            Optional<AugmentationRequest> augmentation)
            implements MixtureRequest {
        public Sources {
            template = TemplateNames.own(template);
            parts = List.copyOf(parts);
        }

        /**
         * The same with exact ids in the place of names.
         *
         * @param sourceId the id of a source that parts name
         * @param suiteId the id of a suite that filters name
         * @param modelId the exact form of a model, which the tokenizer is one of
         */
        public Sources resolved(
                UnaryOperator<String> sourceId, UnaryOperator<String> suiteId, UnaryOperator<String> modelId) {
            return new Sources(
                    mixtureId,
                    seed,
                    exampleCount,
                    template,
                    maxLength,
                    tokenizer.map(modelId),
                    parts.stream()
                            .map(part -> part.resolved(sourceId, suiteId, modelId))
                            .toList(),
                    augmentation);
        }

        /** The same under another id or none, and with another augmentation. */
        public Sources with(Optional<String> otherId, Optional<AugmentationRequest> otherAugmentation) {
            return new Sources(otherId, seed, exampleCount, template, maxLength, tokenizer, parts, otherAugmentation);
        }
    }
}
