package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.request.FilterRequest;
import io.tiltmeter.contracts.request.LabelRequest;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.PartRequest;
import io.tiltmeter.dataset.filter.ContextCritical;
import io.tiltmeter.dataset.filter.ContextOnly;
import io.tiltmeter.dataset.filter.ExactDuplicates;
import io.tiltmeter.dataset.filter.Filter;
import io.tiltmeter.dataset.filter.InLanguages;
import io.tiltmeter.dataset.filter.Length;
import io.tiltmeter.dataset.filter.MaxLength;
import io.tiltmeter.dataset.filter.NearDuplicates;
import io.tiltmeter.dataset.filter.Overlap;
import io.tiltmeter.dataset.filter.Regex;
import io.tiltmeter.dataset.filter.RowPart;
import io.tiltmeter.dataset.filter.Sample;
import io.tiltmeter.dataset.filter.SuiteNames;
import io.tiltmeter.dataset.labeling.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The filters that a part asks for, and the one for {@code max_length} behind them. The first sample of a part has the
 * mixture's seed, the next one the seed behind it and so on: two samples in a chain do not draw the same rows.
 */
final class RequestedFilters {
    private final MixtureRequest request;
    private final MixtureInputs inputs;

    RequestedFilters(MixtureRequest request, MixtureInputs inputs) {
        this.request = request;
        this.inputs = inputs;
    }

    List<Filter> of(PartRequest part) throws IOException {
        List<Filter> filters = new ArrayList<>();
        long sampleSeed = request.seed();
        for (FilterRequest asked : part.filters()) {
            filters.add(filter(asked, part.source(), sampleSeed));
            sampleSeed += asked.filter().equals(FilterRequest.SAMPLE) ? 1 : 0;
        }
        if (request.maxLength().isPresent()) {
            filters.add(new MaxLength(
                    request.maxLength().get(),
                    required(request.tokenizer(), "max_length", "tokenizer"),
                    required(request.template(), "max_length", "template"),
                    inputs.tokens(part.source())));
        }
        return filters;
    }

    private Filter filter(FilterRequest asked, String source, long sampleSeed) throws IOException {
        return switch (asked.filter()) {
            case FilterRequest.CONTEXT_ONLY -> new ContextOnly();
            case FilterRequest.CONTEXT_CRITICAL -> contextCritical(asked, source);
            case FilterRequest.OVERLAP -> {
                String suite = required(asked.suite(), asked.filter(), "suite");
                yield new Overlap(suite, SuiteNames.of(inputs.items(suite)));
            }
            case FilterRequest.LENGTH ->
                new Length(
                        part(asked),
                        asked.minCharacters().orElse(0),
                        asked.maxCharacters().orElse(Integer.MAX_VALUE));
            case FilterRequest.DEDUP ->
                asked.isNear()
                        ? new NearDuplicates(asked.threshold().orElse(NearDuplicates.STANDARD_THRESHOLD), part(asked))
                        : new ExactDuplicates();
            case FilterRequest.REGEX ->
                new Regex(
                        required(asked.pattern(), asked.filter(), "pattern"),
                        part(asked),
                        Regex.Keep.valueOf(asked.keep().orElse("matching").toUpperCase(Locale.ROOT)));
            case FilterRequest.LANGUAGE ->
                new InLanguages(
                        required(asked.languages(), asked.filter(), "languages"),
                        asked.minConfidence().orElse(InLanguages.STANDARD_CONFIDENCE),
                        part(asked));
            case FilterRequest.SAMPLE -> new Sample(size(asked), sampleSeed);
            default ->
                throw new IllegalArgumentException("filter \"" + asked.filter()
                        + "\" is unknown: send the name of a filter such as " + FilterRequest.CONTEXT_ONLY);
        };
    }

    private Filter contextCritical(FilterRequest asked, String source) throws IOException {
        LabelRequest rule = asked.labelRule()
                .orElseThrow(() -> new IllegalArgumentException(
                        "filter context_critical has no model: send one such as run:lab-20-base"));
        return new ContextCritical(rule.model(), share(rule), score(rule), inputs.losses(source, rule.model()));
    }

    static double share(LabelRequest rule) {
        return rule.effective().share().orElseThrow();
    }

    static Score score(LabelRequest rule) {
        String label = rule.effective().score().orElseThrow();
        return Score.labelled(label)
                .orElseThrow(() -> new IllegalArgumentException(
                        "score \"" + label + "\" is unknown: send loss_without_context or loss_difference"));
    }

    private static Sample.Size size(FilterRequest asked) {
        return asked.count().isPresent()
                ? new Sample.Size.Count(asked.count().get())
                : new Sample.Size.Share(required(asked.share(), asked.filter(), "share or count"));
    }

    private static RowPart part(FilterRequest asked) {
        return RowPart.valueOf(asked.part().orElse(RowPart.ALL.label()).toUpperCase(Locale.ROOT));
    }

    private static <T> T required(Optional<T> setting, String filter, String name) {
        return setting.orElseThrow(
                () -> new IllegalArgumentException(filter + " has no " + name + ": send it beside the filter"));
    }
}
