package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.adoption.AdoptionPlan.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A run whose checkpoints another trainer writes.
 *
 * @param runId its id, and its name
 * @param template the prompt template that it trains with
 * @param suites what every checkpoint is evaluated on
 * @param base the {@link LocatedFolder#name} of the model before finetuning, if it is known
 * @param totalSteps optimizer steps planned, or the highest step known
 * @param lastStep the step at which it ends, if a request said so or its last checkpoint was seen; files of its checkpoints
 *     up to there do not change it
 * @param settings what is known of it, by the names of a run's request
 * @param createdAt when it was registered
 */
public record AdoptedRun(
        String runId,
        String template,
        List<SuiteRef> suites,
        EvaluationPlan evaluation,
        Optional<String> base,
        int totalSteps,
        Optional<Integer> lastStep,
        Map<String, Object> settings,
        Instant createdAt) {
    public AdoptedRun {
        suites = List.copyOf(suites);
        settings = Map.copyOf(settings);
    }

    /** Whether the other says the same of how checkpoints are evaluated, so that both are one run. */
    public boolean isEvaluatedAs(AdoptedRun other) {
        return template.equals(other.template)
                && suites.equals(other.suites)
                && evaluation.equals(other.evaluation)
                && (base.isEmpty() || other.base.isEmpty() || base.equals(other.base));
    }

    /** This run after further checkpoints of it were found. */
    public AdoptedRun with(AdoptionPlan found) {
        Optional<Integer> last = found.lastStep()
                .map(stated -> found.ending() == Ending.SEEN ? stated : Math.max(totalSteps, stated))
                .or(() -> lastStep.filter(step -> found.highestStep() <= step));
        Map<String, Object> known = new TreeMap<>(settings);
        known.putAll(found.settings());
        known.put("finetuning_type", isAdapted(settings) ? "lora" : known.getOrDefault("finetuning_type", "full"));
        return new AdoptedRun(
                runId,
                template,
                suites,
                evaluation,
                base.or(() -> found.base().map(LocatedFolder::name)),
                last.orElse(Math.max(totalSteps, found.totalSteps())),
                last,
                known,
                createdAt);
    }

    /** This run after one of its checkpoints was adopted. @param steps optimizer steps planned, as its files say */
    public AdoptedRun reaching(int step, int steps) {
        int total = totalSteps(step, steps);
        return new AdoptedRun(runId, template, suites, evaluation, base, total, lastStep, settings, createdAt);
    }

    /** Optimizer steps planned, where the files of a checkpoint at this step say so many. */
    public int totalSteps(int step, int steps) {
        int total = lastStep.isPresent() ? totalSteps : Math.max(totalSteps, steps);
        return Math.max(total, step);
    }

    /** This run, ended at this step. */
    public AdoptedRun endingAt(int step) {
        return new AdoptedRun(runId, template, suites, evaluation, base, step, Optional.of(step), settings, createdAt);
    }

    private static boolean isAdapted(Map<String, Object> settings) {
        return "lora".equals(settings.get("finetuning_type"));
    }
}
