package io.tiltmeter.results.export.evidence;

import io.tiltmeter.results.persistence.ScoreRow;

/** What this service answers about a run: an archive holds the same documents. */
public interface EvidenceAnswers {
    /** The verdict on a suite. */
    Verdict verdict(String runId, String suite);

    /** The flips of a suite from the peak to the end; of very many the first. */
    Object flips(String runId, String suite);

    /** One evaluation. */
    Object score(ScoreRow row);

    /**
     * A verdict.
     *
     * @param document the whole of it
     * @param sentence it in words
     */
    record Verdict(Object document, String sentence) {}
}
