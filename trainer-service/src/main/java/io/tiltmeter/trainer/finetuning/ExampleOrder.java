package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.request.RunSettings.Batching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The order in which a run sees its examples: a function of the seed, the epoch and the examples' lengths alone, so
 * that a step's number says which examples it takes and a resumed run needs no other memory.
 */
public final class ExampleOrder {
    /** Batches that are sorted by length together: long enough to save padding, short enough to stay random. */
    static final int BATCHES_SORTED_TOGETHER = 50;

    private final int[] lengthsTokens;
    private final Batching batching;
    private final long seed;

    /** @param lengthsTokens of each example, in the mixture's order; at least one */
    public ExampleOrder(int[] lengthsTokens, Batching batching, long seed) {
        if (lengthsTokens.length == 0) {
            throw new IllegalArgumentException("the mixture has no examples: there is nothing to train on");
        }
        this.lengthsTokens = lengthsTokens.clone();
        this.batching = batching;
        this.seed = seed;
    }

    /** Optimizer steps in one pass; the last may hold fewer examples. */
    public int stepsPerEpoch() {
        return stepsPerEpoch(lengthsTokens.length, batching);
    }

    /** As Hugging Face counts: the examples over the examples of a step, rounded up. */
    static int stepsPerEpoch(long examples, Batching batching) {
        return Math.toIntExact((examples + batching.examplesPerStep() - 1) / batching.examplesPerStep());
    }

    /**
     * One pass over all examples, each once.
     *
     * @param epoch from 0
     * @return batches of positions in the mixture; all are full but one
     */
    public List<int[]> epoch(int epoch) {
        Random random = new Random(mixed(seed, epoch));
        int[] order = shuffledPositions(random);
        if (!batching.groupByLength()) {
            return batches(order);
        }
        List<int[]> batches = batches(sortedInStretches(order));
        for (int i = batches.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int[] swapped = batches.set(i, batches.get(other));
            batches.set(other, swapped);
        }
        return batches;
    }

    private int[] shuffledPositions(Random random) {
        int[] order = new int[lengthsTokens.length];
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private int[] sortedInStretches(int[] order) {
        int stretch = Math.multiplyExact(batching.perDeviceTrainBatchSize(), BATCHES_SORTED_TOGETHER);
        List<Integer> sorted = new ArrayList<>(order.length);
        for (int start = 0; start < order.length; start += stretch) {
            List<Integer> positions = new ArrayList<>(stretch);
            for (int i = start; i < Math.min(start + stretch, order.length); i++) {
                positions.add(order[i]);
            }
            positions.sort(Comparator.comparingInt((Integer position) -> -lengthsTokens[position]));
            sorted.addAll(positions);
        }
        return sorted.stream().mapToInt(Integer::intValue).toArray();
    }

    private List<int[]> batches(int[] order) {
        List<int[]> batches = new ArrayList<>();
        for (int start = 0; start < order.length; start += batching.perDeviceTrainBatchSize()) {
            batches.add(Arrays.copyOfRange(
                    order, start, Math.min(start + batching.perDeviceTrainBatchSize(), order.length)));
        }
        return batches;
    }

    /** SplitMix64 (Steele et al. 2014), so that neighbouring seeds and epochs give unrelated orders. */
    private static long mixed(long seed, int epoch) {
        long z = seed + 0x9E3779B97F4A7C15L * (epoch + 1L);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
