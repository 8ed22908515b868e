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
        filters = filters == null ? List.of() : List.copyOf(filters);
    }

    /** The rule by which its examples get their classes; empty if they get none. */
    public Optional<LabelRequest> labelRule() {
        return rules().findFirst();
    }

    /** The models whose losses it needs, each once. */
    public List<String> models() {
        return rules().map(LabelRequest::model).distinct().toList();
    }

    private Stream<LabelRequest> rules() {
        return Stream.concat(
                label.stream(),
                filters.stream()
                        .filter(FilterRequest.ContextCritical.class::isInstance)
                        .map(filter -> ((FilterRequest.ContextCritical) filter).rule()));
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
