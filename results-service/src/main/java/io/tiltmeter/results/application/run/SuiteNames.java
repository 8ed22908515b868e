package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.results.persistence.StoredSeries;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of a run's suites in curves: their task, or their id where two suites have the same task.
 *
 * @param byId the name of each suite id
 * @param conflict names of the knowledge-conflict suites, in order
 * @param declared names of the suites that every checkpoint is evaluated on; the others were imported
 */
public record SuiteNames(Map<String, String> byId, List<String> conflict, Set<String> declared) {
    /**
     * @param declared what every checkpoint is evaluated on; none of a run that was imported
     * @param stored what was evaluated, or imported
     */
    public static SuiteNames of(Collection<SuiteRef> declared, Collection<StoredSeries> stored) {
        Set<String> declaredIds = declared.stream().map(SuiteRef::suiteId).collect(Collectors.toSet());
        List<Suite> suites = Stream.concat(
                        declared.stream().map(suite -> new Suite(suite.suiteId(), suite.kind(), suite.task())),
                        stored.stream().map(series -> new Suite(series.suiteId(), series.kind(), series.task())))
                .filter(suite ->
                        declaredIds.isEmpty() || declaredIds.contains(suite.id()) || suite.kind() == SuiteKind.STANDARD)
                .toList();
        Map<String, Long> sameTask = suites.stream()
                .collect(Collectors.groupingBy(Suite::task, Collectors.mapping(Suite::id, distinctCount())));
        Map<String, String> byId = new TreeMap<>();
        Set<String> conflict = new TreeSet<>();
        Set<String> declaredNames = new TreeSet<>();
        for (Suite suite : suites) {
            String name = sameTask.get(suite.task()) > 1 ? suite.id() : suite.task();
            byId.put(suite.id(), name);
            if (suite.kind() == SuiteKind.KNOWLEDGE_CONFLICT) {
                conflict.add(name);
            }
            if (declaredIds.contains(suite.id())) {
                declaredNames.add(name);
            }
        }
        return new SuiteNames(
                Collections.unmodifiableMap(byId), List.copyOf(conflict), Collections.unmodifiableSet(declaredNames));
    }

    public Set<String> all() {
        return new TreeSet<>(byId.values());
    }

    public String id(String name) {
        return byId.entrySet().stream()
                .filter(suite -> suite.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static Collector<String, ?, Long> distinctCount() {
        return Collectors.collectingAndThen(Collectors.toSet(), ids -> (long) ids.size());
    }

    private record Suite(String id, SuiteKind kind, String task) {}
}
