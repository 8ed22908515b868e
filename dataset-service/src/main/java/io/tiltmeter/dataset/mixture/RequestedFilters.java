package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.request.FilterRequest;
import io.tiltmeter.contracts.request.LabelRequest;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.PartRequest;
import io.tiltmeter.dataset.context.Score;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The filters that a part asks for, and the one for {@code max_length} behind them. The first sample of a part has the
 * mixture's seed, the next one the seed behind it and so on: two samples in a chain do not draw the same rows.
 */
final class RequestedFilters {
    private final MixtureRequest.Sources request;
    private final MixtureInputs inputs;

    RequestedFilters(MixtureRequest.Sources request, MixtureInputs inputs) {
        this.request = request;
        this.inputs = inputs;
    }

    List<Filter> of(PartRequest part) throws IOException {
        List<Filter> filters = new ArrayList<>();
        long sampleSeed = request.seed();
        for (FilterRequest requested : part.filters()) {
            filters.add(filter(requested, part.source(), sampleSeed));
            sampleSeed += requested instanceof FilterRequest.Sample ? 1 : 0;
        }
        if (request.maxLength().isPresent()) {
            filters.add(new MaxLength(
                    request.maxLength().get(),
                    request.tokenizer()
                            .orElseThrow(() -> new IllegalArgumentException("max_length has no tokenizer: send both")),
                    request.template(),
                    inputs.tokens(part.source())));
        }
        return filters;
    }

    private Filter filter(FilterRequest requested, String source, long sampleSeed) throws IOException {
        if (requested instanceof FilterRequest.ContextOnly) {
            return new ContextOnly();
        }
        if (requested instanceof FilterRequest.ContextCritical critical) {
            LabelRequest rule = critical.rule();
            return new ContextCritical(rule.model(), rule.share(), score(rule), inputs.losses(source, rule.model()));
        }
        if (requested instanceof FilterRequest.Overlap overlap) {
            return new Overlap(overlap.suite(), SuiteNames.of(inputs.items(overlap.suite())));
        }
        if (requested instanceof FilterRequest.Length length) {
            return new Length(
                    part(length.part()),
                    length.minCharacters(),
                    length.maxCharacters().orElse(Integer.MAX_VALUE));
        }
        if (requested instanceof FilterRequest.Dedup dedup) {
            return dedup.threshold().isPresent()
                    ? new NearDuplicates(
                            dedup.threshold().get(), part(dedup.part().orElseThrow()))
                    : new ExactDuplicates();
        }
        if (requested instanceof FilterRequest.Language language) {
            return new InLanguages(language.languages(), language.minConfidence(), part(language.part()));
        }
        if (requested instanceof FilterRequest.Regex regex) {
            return new Regex(
                    regex.pattern(),
                    part(regex.part()),
                    Regex.Keep.valueOf(regex.keep().toUpperCase(Locale.ROOT)));
        }
        return new Sample(size((FilterRequest.Sample) requested), sampleSeed);
    }

    static Score score(LabelRequest rule) {
        return Score.labelled(rule.score())
                .orElseThrow(() -> new IllegalArgumentException(
                        "score \"" + rule.score() + "\" is unknown: send loss_without_context or loss_difference"));
    }

    private static Sample.Size size(FilterRequest.Sample sample) {
        return sample.count().isPresent()
                ? new Sample.Size.Count(sample.count().get())
                : new Sample.Size.Share(sample.share()
                        .orElseThrow(() -> new IllegalArgumentException("sample has no share or count: send one")));
    }

    private static RowPart part(String label) {
        return RowPart.valueOf(label.toUpperCase(Locale.ROOT));
    }
}
