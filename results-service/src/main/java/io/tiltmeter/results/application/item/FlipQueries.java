package io.tiltmeter.results.application.item;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictQueries;
import io.tiltmeter.results.curve.CurvePoint;
import io.tiltmeter.results.curve.ItemHistory;
import io.tiltmeter.results.flip.FlipSet;
import io.tiltmeter.results.flip.Span;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.slice.SuiteSlices;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.results.verdict.Verdict.Moment;
import io.tiltmeter.results.verdict.Window;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** The answers of runs item by item, and the flips between checkpoints. */
@Singleton
public class FlipQueries {
    private final RunQueries runs;
    private final VerdictQueries verdicts;

    FlipQueries(RunQueries runs, VerdictQueries verdicts) {
        this.runs = runs;
        this.verdicts = verdicts;
    }

    public record Answers(ScoredRun run, ItemHistory history) {
        public String suite() {
            return run.conflictSuite().orElseThrow();
        }

        /** The evaluation behind a checkpoint. */
        public StoredScore score(int checkpoint) {
            return run.score(suite(), history.step(checkpoint)).orElseThrow();
        }
    }

    /** The flips of a run between two checkpoints and their neighbours. */
    public record Flips(Answers answers, Span from, Span to, FlipSet flips) {}

    /**
     * The answers of a run.
     *
     * @throws NotFoundException if none are stored item by item
     */
    public Answers answers(String runId, SeriesQuery query) {
        ScoredRun run = runs.scored(runId, query);
        return runs.history(run)
                .map(history -> new Answers(run, history))
                .orElseThrow(() -> new NotFoundException("run \"" + runId + "\" has no answers item by item: "
                        + (run.conflictSuite().isEmpty()
                                ? "it is evaluated on no knowledge-conflict suite"
                                : "none of suite \"" + run.conflictSuite().get()
                                        + "\" has arrived yet, or its numbers were imported without items")));
    }

    /**
     * The flips of a run.
     *
     * @throws NotFound if a step is not scored on the suite
     */
    public Flips flips(String runId, SeriesQuery series, FlipFilter query) {
        Answers answers = answers(runId, series);
        ItemHistory history = answers.history();
        Optional<Verdict.Evidence> evidence =
                query.from().isPresent() && query.to().isPresent()
                        ? Optional.empty()
                        : verdicts.judge(answers.run()).flatMap(Verdict::evidence);
        Optional<Moment> peak = evidence.map(Verdict.Evidence::peak);
        Optional<Moment> end = evidence.map(Verdict.Evidence::end);
        Span before = span(answers, query.from(), peak, () -> highest(answers), query.window());
        Span after = span(answers, query.to(), end, () -> history.checkpoints() - 1, query.window());
        if (before.at() > after.at()) {
            boolean later = query.from().isPresent();
            throw new InvalidRequest(List.of(new Fault(
                    later ? "from" : "to",
                    Integer.toString(history.step(later ? before.at() : after.at())),
                    "parts step " + history.step(before.at()) + " from an earlier one, step "
                            + history.step(after.at()),
                    "send both from and to")));
        }
        return new Flips(answers, before, after, FlipSet.between(history, before, after));
    }

    public SuiteSlices slices(Answers answers) {
        return runs.slices(answers.run()).orElseThrow();
    }

    /** The wanted step, else the verdict's moment, else the substitute; with its neighbours. */
    private static Span span(
            Answers answers,
            Optional<Integer> step,
            Optional<Moment> moment,
            IntSupplier substitute,
            Optional<Integer> window) {
        ItemHistory history = answers.history();
        if (step.isEmpty() && moment.isPresent() && window.isEmpty()) {
            List<Integer> steps = moment.get().steps();
            return new Span(
                    history.checkpointOf(moment.get().step()),
                    history.checkpointOf(steps.get(0)),
                    history.checkpointOf(steps.get(steps.size() - 1)));
        }
        int at = step.map(wanted -> checkpoint(answers, wanted))
                .or(() -> moment.map(found -> history.checkpointOf(found.step())))
                .orElseGet(substitute::getAsInt);
        return Span.around(history, at, window.orElseGet(() -> Window.width(history.checkpoints())));
    }

    /** The checkpoint of highest counterfactual accuracy, the earliest of equals: the peak if no verdict names one. */
    private static int highest(Answers answers) {
        return answers.run().curve().points().stream()
                .filter(point -> answers.history().checkpointOf(point.step()) >= 0)
                .max(Comparator.comparingDouble((CurvePoint point) ->
                                point.counterfactual().orElseThrow().value())
                        .thenComparing(CurvePoint::step, Comparator.reverseOrder()))
                .map(point -> answers.history().checkpointOf(point.step()))
                .orElse(0);
    }

    private static int checkpoint(Answers answers, int step) {
        int checkpoint = answers.history().checkpointOf(step);
        if (checkpoint < 0) {
            throw new NotFound(
                    "checkpoint scored on " + answers.suite() + " at step",
                    Integer.toString(step),
                    IntStream.range(0, answers.history().checkpoints())
                            .mapToObj(each -> Integer.toString(answers.history().step(each)))
                            .toList());
        }
        return checkpoint;
    }
}
