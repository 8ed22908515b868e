package io.tiltmeter.results.application.run;

import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.results.persistence.StoredSeries;
import io.tiltmeter.servicekit.rest.NotFound;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every series of a run, and the one of each suite that a query selects. */
public final class RunSeries {
    /** The scorer and the arm of the knowledge filter: which items the base model knows. */
    public static final String KNOWLEDGE = "knowledge";

    private final List<StoredSeries> all;
    private final EvaluationPlan plan;
    private final ArmOrder arms;

    /**
     * @param stored the series evaluated so far
     * @param plan the series to be evaluated
     */
    public RunSeries(Collection<StoredSeries> stored, EvaluationPlan plan) {
        this.all = List.copyOf(stored);
        this.plan = plan;
        this.arms = new ArmOrder(plan);
    }

    public ArmOrder arms() {
        return arms;
    }

    /** The scorers of a suite's evaluations, the default one first. */
    public List<String> scorersOf(String suiteId) {
        return of(suiteId).map(StoredSeries::scorer).distinct().sorted(byPlan()).toList();
    }

    /** The arms of a suite's evaluations, the main one first. */
    public List<String> armsOf(String suiteId) {
        return of(suiteId).map(StoredSeries::arm).distinct().sorted(arms).toList();
    }

    /** The knowledge filter's evaluations of a suite. */
    public Optional<StoredSeries> knowledgeOf(String suiteId) {
        return all.stream()
                .filter(series ->
                        series.suiteId().equals(suiteId) && series.scorer().equals(KNOWLEDGE))
                .min(Comparator.comparing(StoredSeries::arm, arms));
    }

    /**
     * The scorer whose scores of a suite are shown.
     *
     * @param wanted by name; {@code contains} if absent, or the first that exists
     * @throws NotFound if it neither exists nor is planned
     */
    public String scorer(String suiteId, Optional<String> wanted) {
        List<String> existing = scorersOf(suiteId);
        return wanted.map(name -> known("scorer", name, existing, plan.scorers()))
                .orElseGet(() -> existing.isEmpty() ? EvaluationPlan.CONTAINS : existing.get(0));
    }

    /**
     * The arm whose scores of a suite are shown.
     *
     * @param wanted by name; the main one if absent, or the first that exists
     * @throws NotFound if it neither exists nor is planned
     */
    public String arm(String suiteId, String scorer, Optional<String> wanted) {
        List<String> existing = armsOf(suiteId);
        return wanted.map(name -> known("arm", name, existing, arms.planned()))
                .orElseGet(() -> of(suiteId)
                        .filter(series -> series.scorer().equals(scorer))
                        .map(StoredSeries::arm)
                        .min(arms)
                        .orElse(arms.main()));
    }

    /** The series of a suite that is shown by default; empty while the suite is not evaluated. */
    public Optional<StoredSeries> usual(String suiteId) {
        String scorer = scorer(suiteId, Optional.empty());
        return find(suiteId, scorer, arm(suiteId, scorer, Optional.empty()));
    }

    /** One series, if anything of it was evaluated. */
    public Optional<StoredSeries> find(String suiteId, String scorer, String arm) {
        return of(suiteId)
                .filter(series -> series.scorer().equals(scorer) && series.arm().equals(arm))
                .findFirst();
    }

    private Stream<StoredSeries> of(String suiteId) {
        return all.stream()
                .filter(series ->
                        series.suiteId().equals(suiteId) && !series.scorer().equals(KNOWLEDGE));
    }

    private Comparator<String> byPlan() {
        return Comparator.comparing((String scorer) -> !scorer.equals(EvaluationPlan.CONTAINS))
                .thenComparing(scorer -> plan.scorers().contains(scorer)
                        ? plan.scorers().indexOf(scorer)
                        : plan.scorers().size())
                .thenComparing(Comparator.naturalOrder());
    }

    private static String known(String what, String name, List<String> existing, List<String> planned) {
        Set<String> known = new LinkedHashSet<>(existing);
        known.addAll(planned);
        if (!known.contains(name)) {
            throw new NotFound(what, name, new ArrayList<>(known));
        }
        return name;
    }
}
