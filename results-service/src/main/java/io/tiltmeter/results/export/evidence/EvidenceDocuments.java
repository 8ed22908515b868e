package io.tiltmeter.results.export.evidence;

import io.tiltmeter.results.persistence.StoredEvaluation;

/** Responses of this service about a run, which an archive contains too. */
public interface EvidenceDocuments {
    Verdict verdict(String runId, String suite);

    /** The flips of a suite from the peak to the end, up to a limit. */
    Object flips(String runId, String suite);

    Object score(StoredEvaluation row);

    /**
     * A verdict.
     *
     * @param document as it is answered
     * @param sentence the verdict in words
     */
    record Verdict(Object document, String sentence) {}
}
