package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.evaluation.KnowledgeFilter;
import io.tiltmeter.contracts.evaluation.Subset;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How checkpoints are evaluated: the field {@code evaluation} of a request for a run or for checkpoints from elsewhere.
 * The defaults are those of {@code evaluation.schema.json}.
 *
 * @param scorers rules that judge the answers
 * @param arms ways to put items to the model, each a series of its own; the first is the main one
 * @param logprobThreshold margin below which {@code logprob} decides nothing, in nats a token
 * @param knowledgeFilter find out which items the base model knows
 * @param numFewshot solved examples in front of each item, by standard benchmark
 * @param fewshotSuites the suite they come from, by standard benchmark
 * @param limit most items of each suite
 * @param limitSeed draws them; without it they are the first
 * @param probes what is measured inside the model at every checkpoint, beside its answers
 */
public record EvaluationRequest(
        List<String> scorers,
        List<ArmRequest> arms,
        Double logprobThreshold,
        Optional<KnowledgeFilterRequest> knowledgeFilter,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> numFewshot,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> fewshotSuites,
        Optional<Integer> limit,
        Optional<Long> limitSeed,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> probes) {
    /** A request that says nothing. */
    public static final EvaluationRequest DEFAULT = new EvaluationRequest(
            EvaluationPlan.DEFAULT.scorers(),
            EvaluationPlan.DEFAULT.arms().stream().map(ArmRequest::of).toList(),
            EvaluationPlan.DEFAULT.logprobThresholdNats(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    public EvaluationRequest {
        scorers = scorers == null ? DEFAULT.scorers() : List.copyOf(scorers);
        arms = arms == null ? DEFAULT.arms() : List.copyOf(arms);
        logprobThreshold = logprobThreshold == null ? DEFAULT.logprobThreshold() : logprobThreshold;
        numFewshot = copied(numFewshot);
        fewshotSuites = copied(fewshotSuites);
        probes = probes == null ? List.of() : List.copyOf(probes);
    }

    private static <V> Map<String, V> copied(Map<String, V> byTask) {
        return byTask == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(byTask));
    }

    static boolean isReserved(String arm) {
        return arm.equals("knowledge") || arm.equals("gradients") || arm.matches("[0-9]+-shot");
    }

    /** Suites that are not evaluated themselves but give the solved examples. */
    @JsonIgnore
    public Set<String> fewShotSuiteIds() {
        return new TreeSet<>(fewshotSuites.values());
    }

    /**
     * The plan; {@link #faults} must be empty.
     *
     * @param suites finds each of {@link #fewShotSuiteIds}
     */
    public EvaluationPlan plan(Function<String, SuiteRef> suites) {
        return new EvaluationPlan(
                scorers,
                arms.stream().map(ArmRequest::toArm).toList(),
                logprobThreshold,
                knowledgeFilter.map(wanted -> new KnowledgeFilter(wanted.distractors(), wanted.seed())),
                fewShot(suites),
                limit.map(maxItems -> new Subset(maxItems, limitSeed)),
                probes);
    }

    /** The same with every default written out. */
    public EvaluationRequest effective() {
        return new EvaluationRequest(
                scorers,
                arms.stream().map(arm -> ArmRequest.of(arm.toArm())).toList(),
                logprobThreshold,
                knowledgeFilter,
                numFewshot,
                fewshotSuites,
                limit,
                limitSeed,
                probes);
    }

    /**
     * How its fields fit together, which no schema says.
     *
     * @param at its path in the request, such as {@code evaluation}
     */
    public List<Fault> faults(String at) {
        List<Fault> faults = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < arms.size(); i++) {
            String path = at + ".arms[" + i + "]";
            faults.addAll(arms.get(i).faults(path));
            if (!names.add(arms.get(i).arm())) {
                faults.add(new Fault(path + ".arm", arms.get(i).arm(), "each name once", "send another name"));
            }
        }
        if (limit.isEmpty() && limitSeed.isPresent()) {
            faults.add(new Fault(
                    at + ".limit_seed",
                    limitSeed.get().toString(),
                    "only beside limit",
                    "send a limit, or leave it out"));
        }
        return faults;
    }

    private List<FewShot> fewShot(Function<String, SuiteRef> suites) {
        Map<String, Integer> counts = new TreeMap<>(numFewshot);
        fewshotSuites.keySet().forEach(task -> counts.putIfAbsent(task, FewShot.BENCHMARKS_OWN));
        return counts.entrySet().stream()
                .map(count -> new FewShot(
                        count.getKey(),
                        count.getValue(),
                        Optional.ofNullable(fewshotSuites.get(count.getKey())).map(suites)))
                .toList();
    }
}
