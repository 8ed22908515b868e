package io.tiltmeter.contracts.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one checkpoint answered to one item, judged by one scorer: two independent flags, both or neither can hold. An
 * item without a context answer (or memory answer) has that flag false.
 *
 * @param itemId the item
 * @param clusterId its cluster
 * @param generated the generated text; the first, if several were drawn; blank where the scorer needs none
 * @param contextAnswerFound whether it follows the context, by the scorer's rule
 * @param memoryAnswerFound whether it follows memory, or is right for a question without a context
 * @param contextSpan where the context answer stands in the text, for scorers that look for it
 * @param memorySpan where the memory answer stands
 * @param furtherAnswers the second and further answers, where several were drawn
 * @param likelihoods of both answers, for scorers that ask for them
 * @param metrics further numbers: by the names of lm-evaluation-harness, such as {@code acc_norm}, in [0, 1]; or what a
 *     probe measured, by its names
 * @param credit how right the answer to a standard item is, in [0, 1], where that is more than yes or no
 * @param note what the scorer has to say: a judge's reason, or why nothing could be scored
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ItemOutcome(
        String itemId,
        String clusterId,
        @JsonInclude(JsonInclude.Include.ALWAYS) String generated,
        boolean contextAnswerFound,
        boolean memoryAnswerFound,
        Optional<AnswerSpan> contextSpan,
        Optional<AnswerSpan> memorySpan,
        List<JudgedAnswer> furtherAnswers,
        Optional<AnswerLikelihoods> likelihoods,
        Map<String, Double> metrics,
        Optional<Double> credit,
        Optional<String> note) {
    public ItemOutcome {
        contextSpan = contextSpan == null ? Optional.empty() : contextSpan;
        memorySpan = memorySpan == null ? Optional.empty() : memorySpan;
        furtherAnswers = furtherAnswers == null ? List.of() : List.copyOf(furtherAnswers);
        likelihoods = likelihoods == null ? Optional.empty() : likelihoods;
        metrics = metrics == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metrics));
        credit = credit == null ? Optional.empty() : credit;
        note = note == null ? Optional.empty() : note;
    }

    /** Two flags and a text. */
    public ItemOutcome(
            String itemId, String clusterId, String generated, boolean contextAnswerFound, boolean memoryAnswerFound) {
        this(
                itemId,
                clusterId,
                generated,
                contextAnswerFound,
                memoryAnswerFound,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The outcome of an item whose texts were judged one by one.
     *
     * @param answers in the order they were drawn
     * @throws IllegalArgumentException if there is none
     */
    public static ItemOutcome of(SuiteItem item, List<JudgedAnswer> answers) {
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("item " + item.id() + " has no judged answer");
        }
        JudgedAnswer first = answers.get(0);
        return new ItemOutcome(
                item.id(),
                item.clusterId(),
                first.generated(),
                first.contextAnswerFound(),
                first.memoryAnswerFound(),
                first.contextSpan(),
                first.memorySpan(),
                answers.subList(1, answers.size()),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** What a probe measured of an item, by its names; nothing was judged. */
    public static ItemOutcome measured(SuiteItem item, Map<String, Double> values) {
        return measured(item.id(), item.clusterId(), values);
    }

    /** What a probe measured of several items together, under a name of their own. */
    public static ItemOutcome measured(String id, String clusterId, Map<String, Double> values) {
        return new ItemOutcome(
                id,
                clusterId,
                "",
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                values,
                Optional.empty(),
                Optional.empty());
    }

    /** The same with this note. */
    public ItemOutcome withNote(String text) {
        return new ItemOutcome(
                itemId,
                clusterId,
                generated,
                contextAnswerFound,
                memoryAnswerFound,
                contextSpan,
                memorySpan,
                furtherAnswers,
                likelihoods,
                metrics,
                credit,
                Optional.of(text));
    }

    /** Whether a standard suite counts this as right: either answer is, since they do not contradict each other. */
    public boolean correct() {
        return contextAnswerFound || memoryAnswerFound;
    }

    /** Share of the answers that follow the context: 0 or 1, unless several were drawn. */
    public double contextShare() {
        return share(contextAnswerFound, JudgedAnswer::contextAnswerFound);
    }

    /** Share of the answers that follow memory. */
    public double memoryShare() {
        return share(memoryAnswerFound, JudgedAnswer::memoryAnswerFound);
    }

    /** How right the answers are: the credit where there is one, else the share with either answer. */
    public double correctShare() {
        return credit.orElseGet(
                () -> share(correct(), answer -> answer.contextAnswerFound() || answer.memoryAnswerFound()));
    }

    /** The first answer and the further ones. */
    public List<JudgedAnswer> answers() {
        JudgedAnswer first =
                new JudgedAnswer(generated, contextAnswerFound, memoryAnswerFound, contextSpan, memorySpan);
        return Stream.concat(Stream.of(first), furtherAnswers.stream()).toList();
    }

    /** @param first whether the flag holds of the first answer, most often the only one */
    private double share(boolean first, Predicate<JudgedAnswer> flag) {
        double found = (first ? 1 : 0) + furtherAnswers.stream().filter(flag).count();
        return found / (1 + furtherAnswers.size());
    }
}
