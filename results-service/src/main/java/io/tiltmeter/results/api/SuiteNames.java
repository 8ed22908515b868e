package io.tiltmeter.results.api;

import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * What the suites of a run are called in curves: by their task, or by their id where two suites have the same task.
 *
 * @param byId the name of each suite id
 * @param conflict names of the knowledge-conflict suites, in order
 */
record SuiteNames(Map<String, String> byId, List<String> conflict) {
    static SuiteNames of(Collection<SuiteRef> suites) {
        Map<String, Long> sameTask = suites.stream()
                .collect(Collectors.groupingBy(SuiteRef::task, Collectors.mapping(SuiteRef::suiteId, distinctCount())));
        Map<String, String> byId = new TreeMap<>();
        Set<String> conflict = new TreeSet<>();
        for (SuiteRef suite : suites) {
            String name = sameTask.get(suite.task()) > 1 ? suite.suiteId() : suite.task();
            byId.put(suite.suiteId(), name);
            if (suite.kind() == SuiteKind.KNOWLEDGE_CONFLICT) {
                conflict.add(name);
            }
        }
        return new SuiteNames(Collections.unmodifiableMap(byId), List.copyOf(conflict));
    }

    /** Every suite's name. */
    Set<String> all() {
        return new TreeSet<>(byId.values());
    }

    private static Collector<String, ?, Long> distinctCount() {
        return Collectors.collectingAndThen(Collectors.toSet(), ids -> (long) ids.size());
    }
}
