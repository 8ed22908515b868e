package io.tiltmeter.languagemodel.text;

import io.tiltmeter.contracts.evaluation.Arm;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.stream.Stream;

/**
 * How much of a suite a model has room for, which its tokenizer, its positions and the prompts decide, and no weight.
 *
 * @param items how many there are
 * @param leftOut those of them that are too long in at least one arm, and that its evaluations leave out
 * @param shortestTokens the shortest item, in the arm where it is longest; 0 if there are no items
 * @param longestTokens the longest
 */
public record SuiteFit(int items, int leftOut, int shortestTokens, int longestTokens) {
    /**
     * Encodes every item as its evaluations do.
     *
     * @param arms at least one
     * @param positions of the model
     * @param withAnswers whether an item has to fit with each of its answers too, as likelihoods need it
     * @throws IllegalArgumentException naming the first item that no prompt can be made of, such as one with special tokens
     */
    public static SuiteFit of(
            List<SuiteItem> items, List<Arm> arms, ExampleEncoder encoder, int positions, boolean withAnswers) {
        List<ArmPrompts> prompts =
                arms.stream().map(arm -> new ArmPrompts(encoder, arm)).toList();
        int[] lengths = items.stream()
                .mapToInt(item -> prompts.stream()
                        .mapToInt(arm -> length(item, arm, withAnswers))
                        .max()
                        .orElseThrow())
                .sorted()
                .toArray();
        int fitting = 0;
        while (fitting < lengths.length && lengths[fitting] <= positions) {
            fitting++;
        }
        boolean isEmpty = lengths.length == 0;
        return new SuiteFit(
                lengths.length,
                lengths.length - fitting,
                isEmpty ? 0 : lengths[0],
                isEmpty ? 0 : lengths[lengths.length - 1]);
    }

    /** Whether there are items and none of them fits. */
    public boolean isNone() {
        return items > 0 && leftOut == items;
    }

    /** Of the positions that it needs: with one token of an answer at least; the last token of a scored answer is only predicted. */
    private static int length(SuiteItem item, ArmPrompts prompts, boolean withAnswers) {
        try {
            int generated = prompts.prompt(item).length + 1;
            if (!withAnswers || !item.isConflict()) {
                return generated;
            }
            return Stream.of(item.contextAnswer(), item.memoryAnswer())
                    .mapToInt(answer -> prompts.answer(item, answer).length() - 1)
                    .reduce(generated, Math::max);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("item " + item.id() + ": " + e.getMessage(), e);
        }
    }
}
