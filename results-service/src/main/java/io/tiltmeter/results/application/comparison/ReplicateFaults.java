package io.tiltmeter.results.application.comparison;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.persistence.StoredScore.Provenance;
import io.tiltmeter.results.replicate.ReplicateCurves;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why runs cannot be taken as replicates: their drops would not be measured alike. */
final class ReplicateFaults {
    private static final int HASH_DIGITS = 12;

    private final List<Fault> faults = new ArrayList<>();

    private ReplicateFaults() {}

    /**
     * Checks runs.
     *
     * @param compared the runs on one suite
     * @param histories their answers at complete checkpoints, in the order of the runs; none of a run without items
     * @throws InvalidRequest with every fault
     */
    static void check(ComparedRuns compared, Map<String, ItemHistory> histories) {
        ReplicateFaults found = new ReplicateFaults();
        String suite = compared.suite();
        List<ScoredRun> runs = compared.runs();
        for (ScoredRun run : runs) {
            if (!histories.containsKey(ComparedRuns.id(run))) {
                found.add(
                        ComparedRuns.id(run),
                        "has no answers of single items on suite " + suite
                                + " at a checkpoint that is scored on every suite",
                        "leave it out, wait until it is scored, or import the labels of its items");
            }
        }
        boolean isImported = runs.stream().anyMatch(run -> run.run().imported());
        found.differ(
                "versions of suite " + suite,
                runs,
                run -> isImported
                        ? items(histories.get(ComparedRuns.id(run)))
                        : aspect(run, from -> hash(from.itemsSha256())),
                "evaluate these runs on the same version");
        found.differ(
                "scorers", runs, run -> aspect(run, Provenance::scorer), "name one that all have, as scorer=contains");
        found.differ(
                "versions of the scorer",
                runs,
                run -> aspect(run, from -> Integer.toString(from.scorerVersion())),
                "score their answers again by one version (POST /api/v1/rescorings)");
        found.differ("arms", runs, run -> aspect(run, Provenance::arm), "name one that all have, as arm=template");
        found.differ(
                "settings of the arm",
                runs,
                run -> aspect(run, from -> from.armSettings().orElse("")),
                "evaluate these runs with the same settings");
        if (found.faults.isEmpty()) {
            found.checkCheckpoints(compared, histories);
        }
        if (!found.faults.isEmpty()) {
            throw new InvalidRequest(found.faults);
        }
    }

    private void checkCheckpoints(ComparedRuns compared, Map<String, ItemHistory> histories) {
        List<ItemHistory> all = List.copyOf(histories.values());
        int common = ReplicateCurves.commonSteps(all).size();
        if (common < ReplicateCurves.MIN_CHECKPOINTS) {
            add(
                    ids(compared.runs()),
                    "have " + common + " checkpoints at the same steps that are scored on every suite, fewer than "
                            + ReplicateCurves.MIN_CHECKPOINTS,
                    "save checkpoints of these runs at the same steps, or wait until they are scored");
        }
    }

    /** One value along each run, and the same for all, or it is a fault that lists all values. */
    private void differ(String what, List<ScoredRun> runs, Function<ScoredRun, List<String>> value, String remedy) {
        Map<List<String>, List<String>> byValue = runs.stream()
                .filter(run -> !value.apply(run).isEmpty())
                .collect(Collectors.groupingBy(
                        value, LinkedHashMap::new, Collectors.mapping(ComparedRuns::id, Collectors.toList())));
        if (byValue.size() > 1 || byValue.keySet().stream().anyMatch(values -> values.size() > 1)) {
            add(
                    ids(runs),
                    "have different " + what + ": "
                            + byValue.entrySet().stream()
                                    .map(each -> String.join(" and ", each.getKey()) + " for "
                                            + String.join(", ", each.getValue()))
                                    .collect(Collectors.joining("; ")),
                    remedy);
        }
    }

    private void add(String runs, String limit, String remedy) {
        faults.add(new Fault("runs", runs, limit, remedy));
    }

    /** Along the curve, each value once. */
    private static List<String> aspect(ScoredRun run, Function<Provenance, String> aspect) {
        return run.shownScores()
                .map(StoredScore::provenance)
                .map(aspect)
                .filter(value -> !value.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** Imported labels have no version of a suite, and are of one suite if their items and clusters are the same. */
    private static List<String> items(ItemHistory history) {
        return history == null
                ? List.of()
                : List.of(history.items().size() + " items "
                        + Integer.toHexString(history.items().hashCode()));
    }

    private static String hash(String version) {
        return version.substring(0, Math.min(HASH_DIGITS, version.length()));
    }

    private static String ids(List<ScoredRun> runs) {
        return runs.stream().map(ComparedRuns::id).collect(Collectors.joining(","));
    }
}
