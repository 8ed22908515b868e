package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One filter of a part, with every setting that it has. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "filter")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FilterRequest.ContextOnly.class, name = "context_only"),
    @JsonSubTypes.Type(value = FilterRequest.ContextCritical.class, name = "context_critical"),
    @JsonSubTypes.Type(value = FilterRequest.Overlap.class, name = "overlap"),
    @JsonSubTypes.Type(value = FilterRequest.Length.class, name = "length"),
    @JsonSubTypes.Type(value = FilterRequest.Dedup.class, name = "dedup"),
    @JsonSubTypes.Type(value = FilterRequest.Language.class, name = "language"),
    @JsonSubTypes.Type(value = FilterRequest.Regex.class, name = "regex"),
    @JsonSubTypes.Type(value = FilterRequest.Sample.class, name = "sample")
})
public sealed interface FilterRequest {
    /** The same with exact ids in the place of names. */
    default FilterRequest resolved(UnaryOperator<String> suiteId, UnaryOperator<String> modelId) {
        return this;
    }

    /** Rows without a context go. */
    record ContextOnly() implements FilterRequest {}

    /**
     * Rows that are not context-critical go.
     *
     * @param rule that tells them apart
     */
    record ContextCritical(@JsonUnwrapped LabelRequest rule) implements FilterRequest {
        @Override
        public FilterRequest resolved(UnaryOperator<String> suiteId, UnaryOperator<String> modelId) {
            return new ContextCritical(rule.resolved(modelId));
        }
    }

    /**
     * Rows that name an entity of a suite go.
     *
     * @param suite its id, or its name for the newest version
     */
    record Overlap(String suite) implements FilterRequest {
        @Override
        public FilterRequest resolved(UnaryOperator<String> suiteId, UnaryOperator<String> modelId) {
            return new Overlap(suiteId.apply(suite));
        }
    }

    /**
     * Rows that are too short or too long go.
     *
     * @param part {@code question}, {@code context}, {@code answer} or {@code all}
     * @param maxCharacters without it, no row is too long
     */
    record Length(String part, int minCharacters, Optional<Integer> maxCharacters) implements FilterRequest {}

    /**
     * Rows that repeat an earlier one go.
     *
     * @param part what is compared, for {@code near} alone
     * @param mode {@code exact} or {@code near}
     * @param threshold the similarity from which a row is a duplicate, in [0.5, 1]; for {@code near} alone
     */
    record Dedup(Optional<String> part, String mode, Optional<Double> threshold) implements FilterRequest {
        public Dedup {
            if (part.isPresent() != mode.equals("near") || threshold.isPresent() != mode.equals("near")) {
                throw new IllegalArgumentException(
                        "dedup " + mode + " has part " + part + " and threshold " + threshold + ": near has both");
            }
        }
    }

    /**
     * Rows in other languages go.
     *
     * @param part as of {@link Length}
     * @param languages in two or three letters (ISO 639)
     * @param minConfidence with less, a row goes, in (0, 1]
     */
    record Language(String part, List<String> languages, double minConfidence) implements FilterRequest {}

    /**
     * Rows in which a pattern is found stay, or go.
     *
     * @param part as of {@link Length}
     * @param pattern in the syntax of java.util.regex
     * @param keep {@code matching} or {@code others}
     */
    record Regex(String part, String pattern, String keep) implements FilterRequest {}

    /**
     * Some rows stay; one of share and count.
     *
     * @param share of the rows, in (0, 1]
     * @param count of rows
     */
    record Sample(Optional<Double> share, Optional<Integer> count) implements FilterRequest {}
}
