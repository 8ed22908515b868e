package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.request.CheckpointRequest.Settings;
import io.tiltmeter.contracts.request.EvaluationRequest;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.adoption.AdoptedRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The suites that one request for checkpoints names. */
final class CheckpointSuites {
    private final SuiteLookup suites;
    private final List<Fault> faults;
    private final List<Fault> unknown = new ArrayList<>();

    /** @param faults gets what is wrong and no later event mends */
    CheckpointSuites(SuiteLookup suites, List<Fault> faults) {
        this.suites = suites;
        this.faults = faults;
    }

    /** A fault for each that nobody has announced yet. */
    List<Fault> unknown() {
        return unknown;
    }

    /** Those of a known run, which cannot be changed, or those that a new one names and that are there. */
    List<SuiteRef> evaluatedOn(Settings settings, Optional<AdoptedRun> known) {
        List<String> requested = settings.suites().orElse(List.of());
        if (known.isPresent()) {
            List<String> existing =
                    known.get().suites().stream().map(SuiteRef::suiteId).toList();
            if (settings.suites().isPresent() && !areVersions(existing, requested)) {
                faults.add(new Fault(
                        "suites",
                        requested.toString(),
                        "differ from those that the run is evaluated on: " + existing,
                        CheckpointRequestCheck.ONCE));
            }
            return known.get().suites();
        }
        List<SuiteRef> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < requested.size(); i++) {
            String field = "suites[" + i + "]";
            suites.find(field, requested.get(i), unknown).ifPresent(suite -> {
                if (!seen.add(suite.suiteId())) {
                    faults.add(new Fault(field, suite.suiteId(), "each suite once", "leave out the second"));
                }
                found.add(suite);
            });
        }
        return found;
    }

    /** Whether each suite of a run is the requested one, or a version of it: a name keeps its first meaning. */
    private static boolean areVersions(List<String> existing, List<String> requested) {
        if (existing.size() != requested.size()) {
            return false;
        }
        for (int i = 0; i < existing.size(); i++) {
            if (!SuiteRef.isMeantBy(requested.get(i), existing.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** How checkpoints are to be evaluated; empty if there are faults in it, or suites with solved examples are not there. */
    Optional<EvaluationPlan> plan(EvaluationRequest request) {
        List<Fault> wrong = new ArrayList<>(request.faults("evaluation"));
        Map<String, SuiteRef> found = new HashMap<>();
        request.fewshotSuites().forEach((task, suite) -> {
            suites.find("evaluation.fewshot_suites." + task, suite, unknown).ifPresent(ref -> found.put(suite, ref));
        });
        faults.addAll(wrong);
        return wrong.isEmpty()
                        && found.size()
                                == Set.copyOf(request.fewshotSuites().values()).size()
                ? Optional.of(request.plan(found::get))
                : Optional.empty();
    }
}
