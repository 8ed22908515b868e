package io.tiltmeter.results.rest.export;

import io.tiltmeter.results.export.evidence.EvidenceAnswers;
import io.tiltmeter.results.persistence.ScoreRow;
import io.tiltmeter.results.rest.item.FlipsResource;
import io.tiltmeter.results.rest.item.FlipsView;
import io.tiltmeter.results.rest.run.InversionResource;
import io.tiltmeter.results.rest.run.InversionView;
import io.tiltmeter.results.rest.run.ScoreView;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
public class RestAnswers implements EvidenceAnswers {
    private static final String MAX_FLIPS = "1000";

    private final InversionResource verdicts;
    private final FlipsResource flips;

    public RestAnswers(InversionResource verdicts, FlipsResource flips) {
        this.verdicts = verdicts;
        this.flips = flips;
    }

    @Override
    public Verdict verdict(String runId, String suite) {
        InversionView view = verdicts.inversion(runId, Optional.of(suite), none(), none(), none(), none());
        return new Verdict(view, view.sentence());
    }

    @Override
    public FlipsView flips(String runId, String suite) {
        return flips.flips(
                runId,
                Optional.of(suite),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                none(),
                Optional.of(MAX_FLIPS),
                none());
    }

    @Override
    public ScoreView score(ScoreRow row) {
        return ScoreView.of(row);
    }

    private static Optional<String> none() {
        return Optional.empty();
    }
}
