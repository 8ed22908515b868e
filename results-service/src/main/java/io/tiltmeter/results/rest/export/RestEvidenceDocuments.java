package io.tiltmeter.results.rest.export;

import io.tiltmeter.results.application.item.FlipFilter;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.export.evidence.EvidenceDocuments;
import io.tiltmeter.results.persistence.StoredEvaluation;
import io.tiltmeter.results.rest.item.FlipsResource;
import io.tiltmeter.results.rest.item.FlipsResponse;
import io.tiltmeter.results.rest.run.InversionResource;
import io.tiltmeter.results.rest.run.InversionResponse;
import io.tiltmeter.results.rest.run.ScoreResponse;
import io.tiltmeter.servicekit.rest.Page;
import jakarta.inject.Singleton;

/** The responses of this service, for archives. */
@Singleton
public class RestEvidenceDocuments implements EvidenceDocuments {
    private final InversionResource verdicts;
    private final FlipsResource flips;

    public RestEvidenceDocuments(InversionResource verdicts, FlipsResource flips) {
        this.verdicts = verdicts;
        this.flips = flips;
    }

    @Override
    public Verdict verdict(String runId, String suite) {
        InversionResponse response = verdicts.inversion(runId, SeriesQuery.DEFAULT.of(suite));
        return new Verdict(response, response.judgement().sentence());
    }

    @Override
    public FlipsResponse flips(String runId, String suite) {
        return flips.flips(runId, SeriesQuery.DEFAULT.of(suite), FlipFilter.ALL, new Page(Page.MAX_LIMIT, 0));
    }

    @Override
    public ScoreResponse score(StoredEvaluation row) {
        return ScoreResponse.of(row);
    }
}
