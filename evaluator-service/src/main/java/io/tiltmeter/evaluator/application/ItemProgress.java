package io.tiltmeter.evaluator.application;

import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository.ResponseProgress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many items of an evaluation have responses.
 *
 * @param total items, once for each kind of responses that is needed
 * @param done whose responses are saved
 * @param perSecond of the kind that is being computed; empty before anything of it was saved
 */
public record ItemProgress(long total, long done, Optional<Double> perSecond) {

    static ItemProgress complete(long total) {
        return new ItemProgress(total, total, Optional.empty());
    }

    /**
     * Of one evaluation, which may need other responses than those that share its identity.
     *
     * @param itemCount items of one kind of responses
     * @param needed kinds that this evaluation's scorers judge
     * @param saved of its identity, whoever requested it
     */
    static ItemProgress of(int itemCount, Set<ResponseKind> needed, List<ResponseProgress> saved) {
        List<ResponseProgress> own =
                saved.stream().filter(each -> needed.contains(each.kind())).toList();
        long done = own.stream()
                .mapToLong(each -> each.isComplete() ? itemCount : Math.min(itemCount, each.items()))
                .sum();
        List<ResponseProgress> open =
                own.stream().filter(each -> !each.isComplete()).toList();
        double seconds = open.stream().mapToDouble(ResponseProgress::seconds).sum();
        int items = open.stream().mapToInt(ResponseProgress::items).sum();
        return new ItemProgress(
                (long) itemCount * needed.size(), done, seconds > 0 ? Optional.of(items / seconds) : Optional.empty());
    }

    /** While nobody computes, there is no speed. */
    ItemProgress paused() {
        return new ItemProgress(total, done, Optional.empty());
    }

    /** Until all is done, at this speed. */
    public Optional<Double> etaSeconds() {
        return perSecond.filter(speed -> speed > 0 && done < total).map(speed -> (total - done) / speed);
    }
}
