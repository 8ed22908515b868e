package io.tiltmeter.contracts.request;

import java.util.Optional;

/**
 * {@code POST /api/v1/labelings}: the classes of a source's rows by what a base model makes of them.
 *
 * @param labelingId the name it will have; by default made from the rest
 * @param source a source's id, or its name for the newest version
 * @param model the base model, as {@code run:<run id>} or {@code run:<run id>@<step>}
 * @param template how rows are rendered
 * @param share of the rows with a context that count as non-context-critical, in [0, 1]
 * @param score what rows are ordered by: loss_without_context or loss_difference
 */
public record LabelingRequest(
        Optional<String> labelingId,
        String source,
        String model,
        Optional<String> template,
        Optional<Double> share,
        Optional<String> score) {}
