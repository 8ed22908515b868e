package io.tiltmeter.contracts.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.evaluation.KnowledgeFilter;
import io.tiltmeter.contracts.evaluation.Subset;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How checkpoints are to be evaluated: the field {@code evaluation} of a request for a run, for checkpoints from
 * elsewhere, or for further evaluations.
 *
 * @param scorers rules that judge the answers
 * @param arms ways to ask and to answer, each a series of its own; the first is the main one
 * @param logprobThreshold margin below which {@code logprob} decides nothing, in nats a token
 * @param knowledgeFilter find out which items the base model knows
 * @param numFewshot solved examples in front of each item, by standard benchmark
 * @param fewshotSuites the suite they come from, by standard benchmark
 * @param limit most items of each suite
 * @param limitSeed draws them; without it they are the first
 */
public record EvaluationRequest(
        Optional<List<String>> scorers,
        Optional<List<ArmRequest>> arms,
        Optional<Double> logprobThreshold,
        Optional<KnowledgeFilterRequest> knowledgeFilter,
        Optional<Map<String, Integer>> numFewshot,
        Optional<Map<String, String>> fewshotSuites,
        Optional<Integer> limit,
        Optional<Long> limitSeed) {
    /** A request that says nothing. */
    public static final EvaluationRequest DEFAULT = new EvaluationRequest(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    static boolean isReserved(String arm) {
        return arm.equals("knowledge") || arm.matches("[0-9]+-shot");
    }

    /** Suites that are asked nothing themselves but give the solved examples. */
    @JsonIgnore
    public Set<String> fewShotSuiteIds() {
        return new TreeSet<>(fewshotSuites.orElse(Map.of()).values());
    }

    /**
     * The plan, every default filled in; {@link #faults} must be empty.
     *
     * @param suites finds each of {@link #fewShotSuiteIds}
     */
    public EvaluationPlan plan(Function<String, SuiteRef> suites) {
        EvaluationPlan standard = EvaluationPlan.DEFAULT;
        return new EvaluationPlan(
                scorers.orElse(standard.scorers()),
                arms.map(list -> list.stream().map(ArmRequest::toArm).toList()).orElse(standard.arms()),
                logprobThreshold.orElse(standard.logprobThresholdNats()),
                knowledgeFilter.map(wanted -> new KnowledgeFilter(
                        wanted.distractors().orElse(KnowledgeFilter.DEFAULT_DISTRACTORS),
                        wanted.seed().orElse(0L))),
                fewShot(suites),
                limit.map(most -> new Subset(most, limitSeed)));
    }

    /** The same with every default said. */
    public EvaluationRequest effective() {
        EvaluationPlan standard = EvaluationPlan.DEFAULT;
        List<ArmRequest> all = arms.orElse(List.of(new ArmRequest(
                Arm.DEFAULT_NAME,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
        return new EvaluationRequest(
                Optional.of(scorers.orElse(standard.scorers())),
                Optional.of(all.stream().map(ArmRequest::effective).toList()),
                Optional.of(logprobThreshold.orElse(standard.logprobThresholdNats())),
                knowledgeFilter.map(wanted -> new KnowledgeFilterRequest(
                        Optional.of(wanted.distractors().orElse(KnowledgeFilter.DEFAULT_DISTRACTORS)),
                        Optional.of(wanted.seed().orElse(0L)))),
                numFewshot,
                fewshotSuites,
                limit,
                limitSeed);
    }

    /**
     * How its fields fit together, which no schema says.
     *
     * @param at its place in the request, such as {@code evaluation}
     */
    public List<Fault> faults(String at) {
        List<Fault> faults = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<ArmRequest> all = arms.orElse(List.of());
        for (int i = 0; i < all.size(); i++) {
            String place = at + ".arms[" + i + "]";
            faults.addAll(all.get(i).faults(place));
            if (!names.add(all.get(i).arm())) {
                faults.add(new Fault(place + ".arm", all.get(i).arm(), "each name once", "send another name"));
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
        Map<String, String> pools = fewshotSuites.orElse(Map.of());
        Map<String, Integer> counts = new TreeMap<>(numFewshot.orElse(Map.of()));
        pools.keySet().forEach(task -> counts.putIfAbsent(task, FewShot.BENCHMARKS_OWN));
        return counts.entrySet().stream()
                .map(count -> new FewShot(
                        count.getKey(),
                        count.getValue(),
                        Optional.ofNullable(pools.get(count.getKey())).map(suites)))
                .toList();
    }
}
