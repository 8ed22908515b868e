package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A part of a mixture: rows of one source.
 *
 * @param source the source's id, or its name for the newest version
 * @param share of the mixture, in (0, 1]; then every part has one, and they sum to 1
 * @param count examples; without share and count, all rows that its filters leave
 * @param filters in their order
 * @param label by which rule its examples get their classes; by default that of its first {@code context_critical} filter
 */
public record PartRequest(
        String source,
        Optional<Double> share,
        Optional<Integer> count,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FilterRequest> filters,
        Optional<LabelRequest> label) {
    public PartRequest {
        share = share == null ? Optional.empty() : share;
        count = count == null ? Optional.empty() : count;
        filters = filters == null ? List.of() : List.copyOf(filters);
        label = label == null ? Optional.empty() : label;
    }

    /** The rule by which its examples get their classes, nothing left open; empty if they get none. */
    public Optional<LabelRequest> labelRule() {
        return label.map(LabelRequest::effective)
                .or(() -> filters.stream()
                        .flatMap(filter -> filter.labelRule().stream())
                        .findFirst());
    }

    /** The models whose losses it needs, each once. */
    public List<String> models() {
        return Stream.concat(
                        label.stream().map(LabelRequest::model),
                        filters.stream().flatMap(filter -> filter.model().stream()))
                .distinct()
                .toList();
    }

    /** The same with its defaults spelt out. */
    public PartRequest effective() {
        return new PartRequest(
                source,
                share,
                count,
                filters.stream().map(FilterRequest::effective).toList(),
                label.map(LabelRequest::effective));
    }

    PartRequest resolved(UnaryOperator<String> sourceId, UnaryOperator<String> suiteId, UnaryOperator<String> modelId) {
        return new PartRequest(
                sourceId.apply(source),
                share,
                count,
                filters.stream()
                        .map(filter -> filter.resolved(suiteId, modelId))
                        .toList(),
                label.map(rule -> rule.resolved(modelId)));
    }
}
