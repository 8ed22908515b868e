package io.tiltmeter.results.export.evidence;

import io.tiltmeter.results.application.curve.CurveView;
import io.tiltmeter.results.application.curve.CurveView.Point;
import io.tiltmeter.servicekit.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The texts of an archive: how to check it, and what the run did. */
final class EvidenceReport {
    private EvidenceReport() {}

    static String readme(String runId) {
        return """
                # Evidence of run %s

                All that stands behind the figures of this run. The archive has the same bytes whenever it is made.

                | file | what |
                | --- | --- |
                | `report.md` | verdicts, curves as tables and pictures |
                | `config/` | every setting in force: the run's (`effective_config.json`), its mixture's, the evaluation's plan |
                | `hashes.json` | mixture, suites, weights and outcomes |
                | `seeds.json` | every seed, that of the intervals too |
                | `engines.json` | which engine and replica computed which evaluation |
                | `events/` | the news of the run, one JSON document a line; of `run-updated` the newest, which replaces the older |
                | `curves/` | one curve a knowledge-conflict suite, as CSV, JSON and SVG |
                | `verdicts/`, `flips/` | the verdict on each with the numbers that it rests on, and the items that flipped |
                | `scores.json` | every evaluation, those of other arms and scorers too |
                | `outcomes/`, `suites/` | each item's answer, and the questions, unless left out by `outcomes=false` |
                | `imports/` | files that somebody brought into the run, as they were sent and in one form |
                | `MISSING.txt` | there only if a file is missing: which, and why |

                Check that nothing was changed:

                    sha256sum -c %s

                Compute a point again: in `outcomes/SUITE/ARM/SCORER-vN/step-NNNNNNNN.jsonl` the counterfactual accuracy
                is the mean of `context_answer_found` over the lines, the parametric accuracy that of
                `memory_answer_found`. The file's hash is the evaluation's `outcomes_sha256` in `hashes.json`. Bounds are the
                2.5th and 97.5th percentiles of %s in `seeds.json`, clusters (`cluster_id`) resampled with replacement.
                """.formatted(runId, EvidenceArchive.MANIFEST, "`bootstrap.resamples` bootstrap means");
    }

    /**
     * The report.
     *
     * @param curves by the names of files, without their ending
     * @param sentences what the verdict on each is in words
     */
    static String report(CurveView any, Map<String, CurveView> curves, Map<String, String> sentences) {
        StringBuilder text = new StringBuilder("# Run " + any.runName() + "\n\n");
        text.append("Status ")
                .append(Json.name(any.status()))
                .append(", ")
                .append(any.totalSteps())
                .append(" steps, computed by ")
                .append(any.engines().isEmpty() ? "nobody yet" : String.join("; ", any.engines()))
                .append(".\n");
        curves.forEach((name, curve) -> {
            text.append("\n## ").append(curve.suite().orElse("Standard suites")).append("\n\n");
            Optional.ofNullable(sentences.get(name))
                    .ifPresent(sentence -> text.append(sentence).append("\n\n"));
            text.append("![curve](curves/").append(name).append(".svg)\n\n");
            text.append("| step | counterfactual | 95 % | parametric | 95 % | standard mean | loss, nats |\n");
            text.append("| ---: | ---: | --- | ---: | --- | ---: | ---: |\n");
            curve.points().forEach(point -> text.append(row(point)));
        });
        return text.toString();
    }

    private static String row(Point point) {
        return "| "
                + String.join(
                        " | ",
                        List.of(
                                Integer.toString(point.step()),
                                number(point.counterfactualAccuracy()),
                                range(point.counterfactualLow(), point.counterfactualHigh()),
                                number(point.parametricAccuracy()),
                                range(point.parametricLow(), point.parametricHigh()),
                                number(point.standardMean()),
                                number(point.trainingLossNats())))
                + " |\n";
    }

    private static String number(Optional<Double> value) {
        return value.map(known -> String.format(Locale.ROOT, "%.4f", known)).orElse("");
    }

    private static String range(Optional<Double> low, Optional<Double> high) {
        return low.isPresent() && high.isPresent() ? number(low) + " to " + number(high) : "";
    }
}
