package io.tiltmeter.results.export.evidence;

import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.persistence.StoredEvaluation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The identity of a run's data: hashes of all inputs and outputs, seeds, and engines. */
final class EvidenceHashes {
    private EvidenceHashes() {}

    /** Hashes of the mixture, the suites, and of the weights and outcomes of every evaluation. */
    static Map<String, Object> hashes(
            Optional<MixtureReady> mixture, List<SuiteRef> suites, List<StoredEvaluation> scores) {
        Map<String, Object> hashes = new LinkedHashMap<>();
        mixture.ifPresent(known -> {
            hashes.put("mixture_examples", known.examples().sha256());
            hashes.put("mixture_recipe", known.recipeSha256());
        });
        SortedMap<String, String> items = new TreeMap<>();
        suites.forEach(suite -> items.put(suite.suiteId(), suite.items().sha256()));
        hashes.put("suite_items", items);
        SortedMap<Integer, String> weights = new TreeMap<>();
        List<Map<String, Object>> outcomes = new ArrayList<>();
        for (StoredEvaluation score : scores) {
            if (!score.provenance().weightsSha256().isBlank()) {
                weights.put(score.subject().step(), score.provenance().weightsSha256());
            }
            Map<String, Object> one = identity(score);
            one.put("items_sha256", score.provenance().suiteVersion());
            one.put("outcomes_sha256", score.provenance().outcomesSha256());
            outcomes.add(one);
        }
        hashes.put("weights", weights);
        hashes.put("outcomes", outcomes);
        return hashes;
    }

    /** Every seed: those in the run's settings and plan, and that of the intervals. */
    static Map<String, Object> seeds(Map<String, Object> config, Collection<Map<String, Object>> plans) {
        Map<String, Object> seeds = new TreeMap<>();
        collect("effective_config", config, seeds);
        plans.forEach(plan -> collect("evaluation", plan, seeds));
        seeds.put("bootstrap.seed", ClusterBootstrap.STANDARD.seed());
        seeds.put("bootstrap.resamples", ClusterBootstrap.STANDARD.resamples());
        return seeds;
    }

    /** Which engine, batching and replica computed which steps. */
    static List<Map<String, Object>> engines(List<StoredEvaluation> scores) {
        Map<List<String>, TreeSet<Integer>> steps = new LinkedHashMap<>();
        for (StoredEvaluation score : scores) {
            List<String> how = List.of(
                    score.provenance().engine(),
                    score.provenance().batching().orElse(""),
                    score.provenance().replica(),
                    score.subject().suiteId(),
                    score.subject().arm(),
                    score.subject().scorer() + " v" + score.subject().scorerVersion());
            steps.computeIfAbsent(how, any -> new TreeSet<>())
                    .add(score.subject().step());
        }
        List<Map<String, Object>> engines = new ArrayList<>();
        steps.forEach((how, of) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("engine", how.get(0));
            one.put("batching", how.get(1));
            one.put("replica", how.get(2));
            one.put("suite_id", how.get(3));
            one.put("arm", how.get(4));
            one.put("scorer", how.get(5));
            one.put("steps", of);
            engines.add(one);
        });
        return engines;
    }

    private static Map<String, Object> identity(StoredEvaluation score) {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("step", score.subject().step());
        identity.put("suite_id", score.subject().suiteId());
        identity.put("arm", score.subject().arm());
        identity.put("scorer", score.subject().scorer());
        identity.put("scorer_version", score.subject().scorerVersion());
        return identity;
    }

    private static void collect(String path, Object value, Map<String, Object> seeds) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> collect(path + "." + name, inner, seeds));
        } else if (value instanceof List<?> list) {
            for (int index = 0; index < list.size(); index++) {
                collect(path + "[" + index + "]", list.get(index), seeds);
            }
        } else if (value != null && path.substring(path.lastIndexOf('.') + 1).contains("seed")) {
            seeds.put(path, value);
        }
    }
}
