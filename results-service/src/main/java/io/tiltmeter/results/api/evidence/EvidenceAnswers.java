package io.tiltmeter.results.api.evidence;

import io.tiltmeter.results.api.flip.FlipsResource;
import io.tiltmeter.results.api.flip.FlipsView;
import io.tiltmeter.results.api.verdict.InversionResource;
import io.tiltmeter.results.api.verdict.InversionView;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What the service answers about a suite: an archive holds the same. */
@Singleton
public class EvidenceAnswers {
    private static final String MAX_FLIPS = "1000";

    private final InversionResource verdicts;
    private final FlipsResource flips;

    public EvidenceAnswers(InversionResource verdicts, FlipsResource flips) {
        this.verdicts = verdicts;
        this.flips = flips;
    }

    InversionView verdict(String runId, String suite) {
        return verdicts.inversion(runId, Optional.of(suite), none(), none(), none(), none());
    }

    /** The flips from the peak to the end; of very many the first. */
    FlipsView flips(String runId, String suite) {
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

    private static Optional<String> none() {
        return Optional.empty();
    }
}
