package io.tiltmeter.results.application.comparison;

import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.servicekit.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How the settings of runs differ, their names, seeds and probes aside: a probe measures beside the answers and changes none.
 *
 * @param differing of each setting that is not the same for all, the runs by its value as JSON
 * @param seeds of the runs, in their order, as JSON; empty where a run's is not known
 * @param runs their ids
 */
public record SettingDifferences(
        Map<String, Map<String, List<String>>> differing, List<Optional<String>> seeds, List<String> runs) {
    private static final String SEED = "seed";
    private static final String NAME = "run_name";
    private static final String EVALUATION = "evaluation";
    private static final String PROBES = "probes";
    private static final String ABSENT = "absent";

    static SettingDifferences of(List<ScoredRun> runs) {
        Set<String> names = new TreeSet<>();
        runs.forEach(run -> names.addAll(run.run().state().effectiveConfig().keySet()));
        names.removeAll(Set.of(SEED, NAME));
        Map<String, Map<String, List<String>>> differing = new LinkedHashMap<>();
        for (String name : names) {
            Map<String, List<String>> byValue = runs.stream()
                    .collect(Collectors.groupingBy(
                            run -> value(run, name).orElse(ABSENT),
                            LinkedHashMap::new,
                            Collectors.mapping(ComparedRuns::id, Collectors.toList())));
            if (byValue.size() > 1) {
                differing.put(name, byValue);
            }
        }
        return new SettingDifferences(
                differing,
                runs.stream().map(run -> value(run, SEED)).toList(),
                runs.stream().map(ComparedRuns::id).toList());
    }

    private static Optional<String> value(ScoredRun run, String name) {
        return Optional.ofNullable(run.run().state().effectiveConfig().get(name))
                .map(value -> name.equals(EVALUATION) ? withoutProbes(value) : value)
                .map(Json::write);
    }

    private static Object withoutProbes(Object evaluation) {
        if (!(evaluation instanceof Map<?, ?> settings)) {
            return evaluation;
        }
        Map<Object, Object> others = new LinkedHashMap<>(settings);
        others.remove(PROBES);
        return others;
    }

    /** Whether the runs are known to differ in their seeds and in nothing else. */
    public boolean areReplicates() {
        return differing.isEmpty()
                && seeds.stream().allMatch(Optional::isPresent)
                && seeds.stream().distinct().count() == seeds.size();
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        differing.forEach((name, byValue) ->
                warnings.add("the runs differ in " + name + ", not in their seeds alone: " + listed(byValue)));
        Map<String, List<String>> bySeed = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            String id = runs.get(run);
            seeds.get(run)
                    .ifPresentOrElse(
                            seed -> bySeed.computeIfAbsent(seed, each -> new ArrayList<>())
                                    .add(id),
                            () -> unknown.add(id));
        }
        bySeed.forEach((seed, same) -> {
            if (same.size() > 1) {
                warnings.add("runs " + String.join(", ", same) + " have the same seed " + seed
                        + ", so they are not independent, and the interval is too narrow");
            }
        });
        if (!unknown.isEmpty()) {
            warnings.add("the seed and the other settings of " + String.join(", ", unknown)
                    + " are not known: whether these are replicates is for you to say");
        }
        return warnings;
    }

    private static String listed(Map<String, List<String>> byValue) {
        return byValue.entrySet().stream()
                .map(each -> each.getKey() + " for " + String.join(", ", each.getValue()))
                .collect(Collectors.joining("; "));
    }
}
