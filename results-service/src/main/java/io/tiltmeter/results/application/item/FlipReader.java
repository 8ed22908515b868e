package io.tiltmeter.results.application.item;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictReader;
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
import org.jdbi.v3.core.Handle;

/** Reads a run's answers item by item, and finds the flips that a query is about. */
@Singleton
public class FlipReader {
    private final RunReader reader;
    private final VerdictReader verdicts;

    FlipReader(RunReader reader, VerdictReader verdicts) {
        this.reader = reader;
        this.verdicts = verdicts;
    }

    /** A run and what became of its items. */
    public record Read(ScoredRun run, ItemHistory history) {
        public String suite() {
            return run.conflictSuite().orElseThrow();
        }

        /** The evaluation behind a checkpoint. */
        public StoredScore score(int checkpoint) {
            return run.score(suite(), history.step(checkpoint)).orElseThrow();
        }
    }

    /** The flips of a run between two checkpoints and their neighbours. */
    public record Found(Read read, Span from, Span to, FlipSet flips) {}

    /**
     * A run's answers.
     *
     * @throws NotFoundException if it has none that are known item by item
     */
    public Read read(Handle handle, String runId, SeriesQuery query) {
        ScoredRun run = reader.read(handle, reader.find(handle, runId), query);
        return reader.history(handle, run)
                .map(history -> new Read(run, history))
                .orElseThrow(() -> new NotFoundException("run \"" + runId + "\" has no answers item by item: "
                        + (run.conflictSuite().isEmpty()
                                ? "it is evaluated on no knowledge-conflict suite"
                                : "none of suite \"" + run.conflictSuite().get()
                                        + "\" has arrived yet, or its numbers were imported without items")));
    }

    /**
     * The flips that a query is about.
     *
     * @throws NotFound if a step is not scored on the suite
     */
    public Found find(Handle handle, String runId, SeriesQuery series, FlipQuery query) {
        Read read = read(handle, runId, series);
        ItemHistory history = read.history();
        Optional<Verdict.Evidence> evidence =
                query.from().isPresent() && query.to().isPresent()
                        ? Optional.empty()
                        : verdicts.judge(handle, read.run()).flatMap(Verdict::evidence);
        Optional<Moment> peak = evidence.map(Verdict.Evidence::peak);
        Optional<Moment> end = evidence.map(Verdict.Evidence::end);
        Span before = span(read, query.from(), peak, () -> highest(read), query.window());
        Span after = span(read, query.to(), end, () -> history.checkpoints() - 1, query.window());
        if (before.at() > after.at()) {
            boolean later = query.from().isPresent();
            throw new InvalidRequest(List.of(new Fault(
                    later ? "from" : "to",
                    Integer.toString(history.step(later ? before.at() : after.at())),
                    "parts step " + history.step(before.at()) + " from an earlier one, step "
                            + history.step(after.at()),
                    "send both from and to")));
        }
        return new Found(read, before, after, FlipSet.between(history, before, after));
    }

    /** The slices of the suite. */
    public SuiteSlices slices(Handle handle, Read read) {
        return reader.slices(handle, read.run()).orElseThrow();
    }

    /** The step that is asked for, else the verdict's moment, else the substitute; with its neighbours. */
    private static Span span(
            Read read,
            Optional<Integer> step,
            Optional<Moment> moment,
            IntSupplier substitute,
            Optional<Integer> window) {
        ItemHistory history = read.history();
        if (step.isEmpty() && moment.isPresent() && window.isEmpty()) {
            List<Integer> steps = moment.get().steps();
            return new Span(
                    history.checkpointOf(moment.get().step()),
                    history.checkpointOf(steps.get(0)),
                    history.checkpointOf(steps.get(steps.size() - 1)));
        }
        int at = step.map(asked -> checkpoint(read, asked))
                .or(() -> moment.map(found -> history.checkpointOf(found.step())))
                .orElseGet(substitute::getAsInt);
        return Span.around(history, at, window.orElseGet(() -> Window.width(history.checkpoints())));
    }

    /** The checkpoint of highest counterfactual accuracy, the earliest of equals: the peak where no verdict names one. */
    private static int highest(Read read) {
        return read.run().curve().points().stream()
                .filter(point -> read.history().checkpointOf(point.step()) >= 0)
                .max(Comparator.comparingDouble((CurvePoint point) ->
                                point.counterfactual().orElseThrow().value())
                        .thenComparing(CurvePoint::step, Comparator.reverseOrder()))
                .map(point -> read.history().checkpointOf(point.step()))
                .orElse(0);
    }

    private static int checkpoint(Read read, int step) {
        int checkpoint = read.history().checkpointOf(step);
        if (checkpoint < 0) {
            throw new NotFound(
                    "checkpoint scored on " + read.suite() + " at step",
                    Integer.toString(step),
                    IntStream.range(0, read.history().checkpoints())
                            .mapToObj(each -> Integer.toString(read.history().step(each)))
                            .toList());
        }
        return checkpoint;
    }
}
