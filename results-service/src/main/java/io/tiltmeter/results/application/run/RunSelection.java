package io.tiltmeter.results.application.run;

import io.tiltmeter.results.persistence.RunFilter;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.results.verdict.Verdict.Evidence;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Which runs a list has, in which order.
 *
 * @param filter by their stored states
 * @param verdict on all suites of a run; empty for all
 * @param suite the name of a knowledge-conflict suite that a run is evaluated on; empty for all
 */
public record RunSelection(
        RunFilter filter, Optional<Verdict.State> verdict, Optional<String> suite, Sort sort, Optional<Order> order) {

    public enum Order {
        ASCENDING,
        DESCENDING
    }

    /** What a list is sorted by: something stored, or a number of the verdict. */
    public enum Sort {
        CREATED(RunFilter.Order.CREATED, Order.DESCENDING),
        UPDATED(RunFilter.Order.UPDATED, Order.DESCENDING),
        NAME(RunFilter.Order.NAME, Order.ASCENDING),
        /** The highest counterfactual accuracy. */
        PEAK(evidence -> OptionalDouble.of(evidence.peak().counterfactual())),
        /** The last counterfactual accuracy. */
        END(evidence -> OptionalDouble.of(evidence.end().counterfactual())),
        /** Peak less end. */
        DROP(evidence -> OptionalDouble.of(evidence.drop().change().decrease().value())),
        /** At the end. */
        STANDARD_MEAN(evidence -> evidence.end().standardMean());

        private final RunFilter.Order stored;
        private final Optional<Function<Evidence, OptionalDouble>> figure;
        private final Order byDefault;

        Sort(RunFilter.Order stored, Order byDefault) {
            this.stored = stored;
            this.figure = Optional.empty();
            this.byDefault = byDefault;
        }

        Sort(Function<Evidence, OptionalDouble> figure) {
            this.stored = RunFilter.Order.CREATED;
            this.figure = Optional.of(figure);
            this.byDefault = Order.DESCENDING;
        }

        /** Empty for a run without one; those come last in either order. */
        OptionalDouble figure(Optional<Verdict> verdict) {
            return figure.flatMap(of -> verdict.flatMap(Verdict::evidence).map(of))
                    .orElse(OptionalDouble.empty());
        }
    }

    /** Whether verdicts or suites select or sort the runs, so that all of them have to be read. */
    boolean isJudged() {
        return verdict.isPresent() || suite.isPresent() || sort.figure.isPresent();
    }

    boolean has(ScoredRun run, Optional<Verdict> found) {
        return (verdict.isEmpty() || found.map(Verdict::state).equals(verdict))
                && (suite.isEmpty() || run.names().conflict().contains(suite.get()));
    }

    RunFilter.Order storedOrder() {
        return sort.stored;
    }

    /** Of the stored order; equal figures are listed by the newest request. */
    boolean isStoredAscending() {
        return sort.figure.isEmpty() && isAscending();
    }

    boolean isAscending() {
        return order.orElse(sort.byDefault) == Order.ASCENDING;
    }
}
