package io.tiltmeter.dataset.persistence;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.dataset.source.SourceVersion;

/**
 * A source that is ready.
 *
 * @param version what the file was and what became of its rows
 * @param rows the accepted rows, one JSON object a line
 * @param rejected the others: line, number and reason, one JSON object a line
 */
public record BuiltSource(SourceVersion version, ArtifactRef rows, ArtifactRef rejected) {}
