package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * {@code POST /api/v1/labelings}: the classes of a source's rows by what a base model makes of them.
 *
 * @param labelingId the name it will have; by default made from the rest
 * @param source a source's id, or its name for the newest version
 * @param template how rows are rendered
 * @param rule that tells the classes apart
 */
public record LabelingRequest(
        Optional<String> labelingId,
        String source,
        String template,
        @JsonUnwrapped LabelRequest rule) {}
