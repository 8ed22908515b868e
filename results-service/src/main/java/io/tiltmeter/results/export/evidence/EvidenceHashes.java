package io.tiltmeter.results.export.evidence;

import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.results.curve.ClusterBootstrap;
import io.tiltmeter.results.persistence.ScoreRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What pins a run down: hashes of all that went in and came out, seeds, and what computed. */
final class EvidenceHashes {
    private EvidenceHashes() {}

    /** Hashes of the mixture, the suites, and of the weights and outcomes of every evaluation. */
    static Map<String, Object> hashes(Optional<MixtureReady> mixture, List<SuiteRef> suites, List<ScoreRow> scores) {
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
        for (ScoreRow score : scores) {
            if (!score.weightsSha256().isBlank()) {
                weights.put(score.step(), score.weightsSha256());
            }
            Map<String, Object> one = place(score);
            one.put("items_sha256", score.itemsSha256());
            one.put("outcomes_sha256", score.outcomesSha256());
            outcomes.add(one);
        }
        hashes.put("weights", weights);
        hashes.put("outcomes", outcomes);
        return hashes;
    }

    /** Every seed: those of the run's settings and plan, and that of the intervals. */
    static Map<String, Object> seeds(Map<String, Object> config, Collection<Map<String, Object>> plans) {
        Map<String, Object> seeds = new TreeMap<>();
        collect("effective_config", config, seeds);
        plans.forEach(plan -> collect("evaluation", plan, seeds));
        seeds.put("bootstrap.seed", ClusterBootstrap.STANDARD.seed());
        seeds.put("bootstrap.resamples", ClusterBootstrap.STANDARD.resamples());
        return seeds;
    }

    /** Which engine, batching and replica computed what. */
    static List<Map<String, Object>> engines(List<ScoreRow> scores) {
        Map<List<String>, TreeSet<Integer>> steps = new LinkedHashMap<>();
        for (ScoreRow score : scores) {
            List<String> how = List.of(
                    score.engine(),
                    score.batching().orElse(""),
                    score.replica(),
                    score.suiteId(),
                    score.arm(),
                    score.scorer() + " v" + score.scorerVersion());
            steps.computeIfAbsent(how, any -> new TreeSet<>()).add(score.step());
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

    private static Map<String, Object> place(ScoreRow score) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("step", score.step());
        place.put("suite_id", score.suiteId());
        place.put("arm", score.arm());
        place.put("scorer", score.scorer());
        place.put("scorer_version", score.scorerVersion());
        return place;
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
