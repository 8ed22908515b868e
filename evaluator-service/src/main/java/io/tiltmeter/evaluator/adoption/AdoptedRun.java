package io.tiltmeter.evaluator.adoption;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.suite.SuiteRef;
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
        int highest = Math.max(totalSteps, found.totalSteps());
        Map<String, Object> known = new TreeMap<>(settings);
        known.putAll(found.settings());
        known.put("finetuning_type", isAdapted(settings) ? "lora" : known.getOrDefault("finetuning_type", "full"));
        return new AdoptedRun(
                runId,
                template,
                suites,
                evaluation,
                base.or(() -> found.base().map(LocatedFolder::name)),
                found.ending() == AdoptionPlan.Ending.SEEN ? found.totalSteps() : highest,
                known,
                createdAt);
    }

    /** This run with at least so many steps. */
    public AdoptedRun reaching(int steps) {
        return new AdoptedRun(
                runId, template, suites, evaluation, base, Math.max(totalSteps, steps), settings, createdAt);
    }

    private static boolean isAdapted(Map<String, Object> settings) {
        return "lora".equals(settings.get("finetuning_type"));
    }
}
