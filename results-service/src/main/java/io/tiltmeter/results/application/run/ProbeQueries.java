package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.event.ProbeMeasured;
import io.tiltmeter.results.persistence.ProbeRepository;
import io.tiltmeter.results.persistence.StoredRun;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads what probes measured inside the models of runs. Within the caller's transaction. */
@Singleton
public class ProbeQueries {
    private final ProbeRepository probes;

    public ProbeQueries(ProbeRepository probes) {
        this.probes = probes;
    }

    /** What probes measured, by probe, suite and arm, and of each by ascending step. */
    public List<ProbeMeasured> ofRun(StoredRun run) {
        return probes.ofRun(run.state().runId());
    }

    /**
     * One value along several runs: where a probe has it for several suites of a run, on the suite that its curve shows, or else on the
     * first by id.
     *
     * @param name of the probe and of its value, {@code attention/mean}
     * @return by run and step; runs without it are absent
     */
    public Map<String, SortedMap<Integer, Double>> values(Collection<ScoredRun> runs, String name) {
        String probe = name.substring(0, name.indexOf('/'));
        String value = name.substring(probe.length() + 1);
        Map<String, List<ProbeMeasured>> measured =
                probes
                        .ofRuns(
                                runs.stream()
                                        .map(run -> run.run().state().runId())
                                        .toList(),
                                probe)
                        .stream()
                        .filter(event -> event.values().containsKey(value))
                        .collect(Collectors.groupingBy(
                                event -> event.checkpoint().runId()));
        Map<String, SortedMap<Integer, Double>> found = new HashMap<>();
        for (ScoredRun run : runs) {
            List<ProbeMeasured> own = measured.getOrDefault(run.run().state().runId(), List.of());
            suite(run, own).ifPresent(suite -> found.put(run.run().state().runId(), along(own, suite, value)));
        }
        return found;
    }

    private static Optional<String> suite(ScoredRun run, List<ProbeMeasured> events) {
        TreeMap<Boolean, String> ids = new TreeMap<>();
        events.stream()
                .map(event -> event.suite().suiteId())
                .sorted()
                .forEach(id -> ids.putIfAbsent(isShown(run, id), id));
        return Optional.ofNullable(ids.lastEntry()).map(Map.Entry::getValue);
    }

    private static boolean isShown(ScoredRun run, String suiteId) {
        return run.conflictSuite().equals(Optional.ofNullable(run.names().byId().get(suiteId)));
    }

    private static SortedMap<Integer, Double> along(List<ProbeMeasured> events, String suite, String value) {
        SortedMap<Integer, Double> values = new TreeMap<>();
        events.stream()
                .filter(event -> event.suite().suiteId().equals(suite))
                .forEach(event ->
                        values.put(event.checkpoint().step(), event.values().get(value)));
        return values;
    }
}
