package io.tiltmeter.results.export.evidence;

import io.tiltmeter.results.application.curve.RunCurve;
import io.tiltmeter.results.application.curve.RunCurve.Point;
import io.tiltmeter.servicekit.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The texts of an archive: how to verify it, and a report of the run. */
final class EvidenceReport {
    private EvidenceReport() {}

    static String readme(String runId) {
        return """
                # EvidenceExport of run %s

                All data behind the figures of this run. The archive has the same bytes whenever it is made.

                | file | content |
                | --- | --- |
                | `report.md` | verdicts, curves as tables and pictures |
                | `config/` | every effective setting: of the run (`effective_config.json`), of its mixture, and the evaluation plan |
                | `hashes.json` | hashes of mixture, suites, weights and outcomes |
                | `seeds.json` | every seed, including that of the intervals |
                | `engines.json` | which engine and replica computed which evaluation |
                | `events/` | the events of the run, one JSON document a line; of `run-updated` the newest, which replaces the older |
                | `curves/` | one curve a knowledge-conflict suite, as CSV (an apostrophe before texts that spreadsheets would compute), JSON and SVG |
                | `verdicts/`, `flips/` | the verdict on each suite with its numbers, and the items that flipped |
                | `scores.json` | every evaluation, including other arms and scorers |
                | `outcomes/`, `suites/` | each item's answer, and the items, unless left out by `outcomes=false` |
                | `imports/` | files that were imported into the run, as sent and in our own format |
                | `MISSING.txt` | only if files are missing: which, and why |

                Verify that nothing was changed:

                    sha256sum -c %s

                Recompute a point: in `outcomes/SUITE/ARM/SCORER-vN/step-NNNNNNNN.jsonl` the counterfactual accuracy
                is the mean of `context_answer_found` over the lines, the parametric accuracy that of
                `memory_answer_found`. The file's hash is the evaluation's `outcomes_sha256` in `hashes.json`. Bounds are the
                2.5th and 97.5th percentiles of %s in `seeds.json`, clusters (`cluster_id`) resampled with replacement.
                """.formatted(runId, EvidenceArchive.MANIFEST, "`bootstrap.resamples` bootstrap means");
    }

    /**
     * The report.
     *
     * @param curves by the names of files, without their ending
     * @param sentences the verdict on each, in words
     */
    static String report(RunCurve any, Map<String, RunCurve> curves, Map<String, String> sentences) {
        StringBuilder text = new StringBuilder("# Run " + any.runName() + "\n\n");
        text.append("Status ")
                .append(Json.name(any.status()))
                .append(", ")
                .append(any.totalSteps())
                .append(" steps, computed by ")
                .append(any.engines().isEmpty() ? "nothing yet" : String.join("; ", any.engines()))
                .append(".\n");
        curves.forEach((name, curve) -> {
            text.append("\n## ")
                    .append(curve.series().suite().orElse("Standard suites"))
                    .append("\n\n");
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
                                number(point.counterfactual().accuracy()),
                                range(
                                        point.counterfactual().low(),
                                        point.counterfactual().high()),
                                number(point.parametric().accuracy()),
                                range(
                                        point.parametric().low(),
                                        point.parametric().high()),
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
