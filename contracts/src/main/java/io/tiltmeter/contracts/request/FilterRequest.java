package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One filter of a part. Which of the fields it has depends on the filter.
 *
 * @param filter {@code context_only}, {@code context_critical}, {@code overlap}, {@code length}, {@code dedup},
 *     {@code language}, {@code regex} or {@code sample}
 * @param model of {@code context_critical}: the base model, as {@code run:<run id>}
 * @param share of {@code context_critical}: of the rows with a context, those that go, in [0, 1]; of {@code sample}: of the
 *     rows, those that stay, in (0, 1]
 * @param score of {@code context_critical}: {@code loss_without_context} or {@code loss_difference}
 * @param suite of {@code overlap}: whose entities no row may name
 * @param part of {@code length}, {@code language}, {@code regex} and {@code dedup} near: {@code question}, {@code context}, {@code answer}
 *     or {@code all}
 * @param minCharacters of {@code length}: the fewest
 * @param maxCharacters of {@code length}: the most
 * @param mode of {@code dedup}: {@code exact} or {@code near}
 * @param threshold of {@code dedup} near: the similarity from which a row is a duplicate, in [0.5, 1]
 * @param languages of {@code language}: those that stay, in two or three letters (ISO 639)
 * @param minConfidence of {@code language}: with less, a row goes, in (0, 1]
 * @param pattern of {@code regex}
 * @param keep of {@code regex}: {@code matching} or {@code others}
 * @param count of {@code sample}: how many rows stay
 */
public record FilterRequest(
        String filter,
        Optional<String> model,
        Optional<Double> share,
        Optional<String> score,
        Optional<String> suite,
        Optional<String> part,
        Optional<Integer> minCharacters,
        Optional<Integer> maxCharacters,
        Optional<String> mode,
        Optional<Double> threshold,
        Optional<List<String>> languages,
        Optional<Double> minConfidence,
        Optional<String> pattern,
        Optional<String> keep,
        Optional<Integer> count) {
    public static final String CONTEXT_ONLY = "context_only";
    public static final String CONTEXT_CRITICAL = "context_critical";
    public static final String OVERLAP = "overlap";
    public static final String LENGTH = "length";
    public static final String DEDUP = "dedup";
    public static final String LANGUAGE = "language";
    public static final String REGEX = "regex";
    public static final String SAMPLE = "sample";

    private static final String NEAR = "near";

    /** Whether near duplicates go, rather than exact ones. */
    @JsonIgnore
    public boolean isNear() {
        return mode.filter(NEAR::equals).isPresent();
    }

    /** The rule by which {@code context_critical} tells classes apart; empty for any other filter. */
    public Optional<LabelRequest> labelRule() {
        return filter.equals(CONTEXT_CRITICAL)
                ? model.map(named -> new LabelRequest(named, share, score).effective())
                : Optional.empty();
    }

    /** The same with its defaults spelt out. */
    public FilterRequest effective() {
        boolean critical = filter.equals(CONTEXT_CRITICAL);
        boolean readsPart = List.of(LENGTH, LANGUAGE, REGEX).contains(filter) || filter.equals(DEDUP) && isNear();
        return new FilterRequest(
                filter,
                model,
                or(share, critical, LabelRequest.STANDARD_SHARE),
                or(score, critical, LabelRequest.STANDARD_SCORE),
                suite,
                or(part, readsPart, "all"),
                or(minCharacters, filter.equals(LENGTH), 0),
                maxCharacters,
                or(mode, filter.equals(DEDUP), "exact"),
                or(threshold, filter.equals(DEDUP) && isNear(), 0.8),
                languages,
                or(minConfidence, filter.equals(LANGUAGE), 0.5),
                pattern,
                or(keep, filter.equals(REGEX), "matching"),
                count);
    }

    FilterRequest resolved(UnaryOperator<String> suiteId, UnaryOperator<String> modelId) {
        return new FilterRequest(
                filter,
                model.map(modelId),
                share,
                score,
                suite.map(suiteId),
                part,
                minCharacters,
                maxCharacters,
                mode,
                threshold,
                languages,
                minConfidence,
                pattern,
                keep,
                count);
    }

    private static <T> Optional<T> or(Optional<T> said, boolean hasDefault, T byDefault) {
        return said.isEmpty() && hasDefault ? Optional.of(byDefault) : said;
    }
}
