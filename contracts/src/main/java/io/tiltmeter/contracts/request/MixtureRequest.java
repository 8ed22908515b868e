package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * {@code POST /api/v1/mixtures}: a mixture of the lab world, or of sources.
 *
 * @param mixtureId the name it will have; by default made from the recipe
 * @param recipe {@code lab_pretraining}, {@code lab_instruction} or {@value #SOURCES}
 * @param seed of the world and of every draw
 * @param documentCount pretraining documents, for {@code lab_pretraining}
 * @param exampleCount finetuning examples, for {@code lab_instruction}, and for parts that have shares
 * @param contextCriticalShare share of context-critical examples, in [0, 1]; this one and the next two of
 *     {@code lab_instruction}
 * @param nonContextCriticalShare share of non-context-critical examples, in [0, 1]
 * @param subjectCriticalShare share of subject-critical examples, in [0, 1]; the three sum to 1
 * @param world sizes and fact strengths of the lab world
 * @param pretrainingMix what documents are about, for {@code lab_pretraining}
 * @param template how examples are rendered; this and what follows of {@value #SOURCES}
 * @param maxLength longer rows go, in tokens of the tokenizer
 * @param tokenizer as {@code run:<run id>} or {@code run:<run id>@<step>}
 * @param parts one behind another
 * @param augmentation counterfactual rows on top
 */
public record MixtureRequest(
        Optional<String> mixtureId,
        String recipe,
        long seed,
        Optional<Integer> documentCount,
        Optional<Integer> exampleCount,
        Optional<Double> contextCriticalShare,
        Optional<Double> nonContextCriticalShare,
        Optional<Double> subjectCriticalShare,
        Optional<WorldRequest> world,
        Optional<PretrainingMixRequest> pretrainingMix,
        Optional<String> template,
        Optional<Integer> maxLength,
        Optional<String> tokenizer,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PartRequest> parts,
        Optional<AugmentationRequest> augmentation) {
    /** The recipe of mixtures from sources. */
    public static final String SOURCES = "sources";

    public MixtureRequest {
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    /** A mixture of the lab world. */
    public MixtureRequest(
            Optional<String> mixtureId,
            String recipe,
            long seed,
            Optional<Integer> documentCount,
            Optional<Integer> exampleCount,
            Optional<Double> contextCriticalShare,
            Optional<Double> nonContextCriticalShare,
            Optional<Double> subjectCriticalShare,
            Optional<WorldRequest> world,
            Optional<PretrainingMixRequest> pretrainingMix) {
        this(
                mixtureId,
                recipe,
                seed,
                documentCount,
                exampleCount,
                contextCriticalShare,
                nonContextCriticalShare,
                subjectCriticalShare,
                world,
                pretrainingMix,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** A mixture of the default lab world and mix. */
    public MixtureRequest(
            Optional<String> mixtureId,
            String recipe,
            long seed,
            Optional<Integer> documentCount,
            Optional<Integer> exampleCount,
            Optional<Double> contextCriticalShare,
            Optional<Double> nonContextCriticalShare,
            Optional<Double> subjectCriticalShare) {
        this(
                mixtureId,
                recipe,
                seed,
                documentCount,
                exampleCount,
                contextCriticalShare,
                nonContextCriticalShare,
                subjectCriticalShare,
                Optional.empty(),
                Optional.empty());
    }

    /** Whether it is made from sources rather than from the lab world. */
    @JsonIgnore
    public boolean isFromSources() {
        return recipe.equals(SOURCES);
    }

    /** The sources that its parts name, each once. */
    public List<String> sources() {
        return parts.stream().map(PartRequest::source).distinct().toList();
    }

    /** The suites that its filters name, each once. */
    public List<String> suites() {
        return parts.stream()
                .flatMap(part -> part.filters().stream())
                .flatMap(filter -> filter.suite().stream())
                .distinct()
                .toList();
    }

    /** The same without an id and with its defaults spelt out, if it is from sources; the lab's recipes know their own. */
    public MixtureRequest effective() {
        return with(
                Optional.empty(),
                tokenizer,
                parts.stream().map(PartRequest::effective).toList(),
                augmentation.map(AugmentationRequest::effective));
    }

    /**
     * The same with exact ids in the place of names.
     *
     * @param sourceId the id of a source that parts name
     * @param suiteId the id of a suite that filters name
     * @param modelId the exact form of a model, which the tokenizer is one of
     */
    public MixtureRequest resolved(
            UnaryOperator<String> sourceId, UnaryOperator<String> suiteId, UnaryOperator<String> modelId) {
        return with(
                mixtureId,
                tokenizer.map(modelId),
                parts.stream()
                        .map(part -> part.resolved(sourceId, suiteId, modelId))
                        .toList(),
                augmentation);
    }

    /** The same under another id, and with another augmentation. */
    public MixtureRequest with(Optional<String> otherId, Optional<AugmentationRequest> otherAugmentation) {
        return with(otherId, tokenizer, parts, otherAugmentation);
    }

    private MixtureRequest with(
            Optional<String> otherId,
            Optional<String> otherTokenizer,
            List<PartRequest> otherParts,
            Optional<AugmentationRequest> otherAugmentation) {
        return new MixtureRequest(
                otherId,
                recipe,
                seed,
                documentCount,
                exampleCount,
                contextCriticalShare,
                nonContextCriticalShare,
                subjectCriticalShare,
                world,
                pretrainingMix,
                isFromSources() ? Optional.of(TemplateNames.own(template.orElse(TemplateNames.STANDARD))) : template,
                maxLength,
                otherTokenizer,
                otherParts,
                otherAugmentation);
    }
}
