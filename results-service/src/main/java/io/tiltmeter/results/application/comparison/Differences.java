package io.tiltmeter.results.application.comparison;

import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.persistence.StoredScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Differences between compared runs, in words. The paper warns of runs of different finetuning sets on one standard axis
 * (PAPER.md, section 1).
 */
public final class Differences {
    private Differences() {}

    public static List<String> warnings(ComparedRuns compared) {
        List<String> warnings = new ArrayList<>();
        standardSuites(compared, warnings);
        note(
                byValue(
                        compared,
                        run -> run.run().state().effectiveConfig().get("mixture") instanceof String mixture
                                ? mixture
                                : ""),
                "the runs were finetuned on different mixtures, so one standard axis may not mean the same for them: ",
                warnings);
        note(
                byValue(
                        compared,
                        run -> run.shown()
                                .map(shown -> shown.scorer() + " in arm " + shown.arm())
                                .orElse("")),
                "suite " + compared.suite() + " is judged differently: ",
                warnings);
        note(
                byValue(compared, run -> versions(run, compared.suite())),
                "suite " + compared.suite()
                        + " is not the same version in all runs, and items are matched by their ids: ",
                warnings);
        for (String suite : compared.standardSuites()) {
            note(
                    byValue(compared, run -> versions(run, suite)),
                    "standard suite " + suite + " is not the same version in all runs: ",
                    warnings);
        }
        return warnings;
    }

    private static void standardSuites(ComparedRuns compared, List<String> warnings) {
        SortedSet<String> common = compared.standardSuites();
        for (ScoredRun run : compared.runs()) {
            SortedSet<String> further = new TreeSet<>(ComparedRuns.standardSuites(run));
            further.removeAll(common);
            if (!further.isEmpty()) {
                warnings.add("the standard mean is over the suites that all runs have ("
                        + (common.isEmpty() ? "none" : String.join(", ", common)) + "): it leaves "
                        + String.join(", ", further) + " of run " + ComparedRuns.id(run) + " out");
            }
        }
        if (common.isEmpty()) {
            warnings.add(
                    "the runs have no standard suite in common, so they cannot be compared at equal standard mean");
        }
    }

    /** Runs by their value; those without one are left out. */
    private static Map<String, List<String>> byValue(ComparedRuns compared, Function<ScoredRun, String> value) {
        return compared.runs().stream()
                .filter(run -> !value.apply(run).isEmpty())
                .collect(Collectors.groupingBy(
                        value, LinkedHashMap::new, Collectors.mapping(ComparedRuns::id, Collectors.toList())));
    }

    private static String versions(ScoredRun run, String suite) {
        return run.scores().stream()
                .filter(score -> suite.equals(run.nameOf(score)))
                .map(Differences::version)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    private static String version(StoredScore score) {
        String hash = score.provenance().itemsSha256();
        return hash.substring(0, Math.min(12, hash.length()));
    }

    private static void note(Map<String, List<String>> runsByValue, String what, List<String> warnings) {
        if (runsByValue.size() > 1) {
            warnings.add(what
                    + runsByValue.entrySet().stream()
                            .map(each -> each.getKey() + " for " + String.join(", ", each.getValue()))
                            .collect(Collectors.joining("; ")));
        }
    }
}
