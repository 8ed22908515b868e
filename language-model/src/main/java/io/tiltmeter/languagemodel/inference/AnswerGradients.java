package io.tiltmeter.languagemodel.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.Activations;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.WeightRole;
import io.tiltmeter.languagemodel.torch.AdapterTensors;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.RowGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gradients of sums of log-probabilities on the query and key weights, or on an adapter's factors of these if it has any. Of fused
 * matrices, and of the output factor of a fused matrix, they are those of the query and key rows.
 */
final class AnswerGradients {

    /** Any padding, and a quarter of a GiB of float32 logits, which the backward pass has in memory three times. */
    private static final double ANY_PADDING = 1;

    private static final long MAX_LOGITS = 1L << 26;
    private static final long MAX_PROBABILITIES = 1L << 26;

    private final DecoderNetwork network;
    private final ModelConfig config;
    private final RowGroups groups;
    private final long[] trained;
    private final Set<Integer> fused = new HashSet<>();

    /** @param adapter whose factors count, if it has any of queries or keys */
    AnswerGradients(DecoderNetwork network, ModelConfig config, AdapterTensors adapter) {
        this.network = network;
        this.config = config;
        long pairs = network.keepsProbabilities()
                ? Math.max(1, MAX_PROBABILITIES / config.numAttentionHeads())
                : Long.MAX_VALUE;
        this.groups =
                new RowGroups(RowGroups.MAX_TOKENS, ANY_PADDING, Math.max(1, MAX_LOGITS / config.vocabSize()), pairs);
        List<Long> indices = new ArrayList<>();
        List<WeightRole> roles =
                WeightLayout.of(config).stream().map(weight -> weight.role()).toList();
        for (int weight = 0; weight < roles.size(); weight++) {
            if (isQueryOrKey(roles.get(weight)) && hasFactors(adapter, weight)) {
                long a = AdapterTensors.indexOfA(roles.size(), weight);
                indices.addAll(List.of(a, a + 1));
                if (roles.get(weight) == WeightRole.QUERY_KEY_VALUE) {
                    fused.add(indices.size() - 1);
                }
            }
        }
        if (indices.isEmpty()) {
            for (int weight = 0; weight < roles.size(); weight++) {
                if (isQueryOrKey(roles.get(weight))) {
                    if (roles.get(weight) == WeightRole.QUERY_KEY_VALUE
                            || roles.get(weight) == WeightRole.QUERY_KEY_VALUE_BIAS) {
                        fused.add(indices.size());
                    }
                    indices.add((long) weight);
                }
            }
        }
        this.trained = indices.stream().mapToLong(Long::longValue).toArray();
    }

    private static boolean isQueryOrKey(WeightRole role) {
        return role == WeightRole.QUERY
                || role == WeightRole.KEY
                || role == WeightRole.QUERY_KEY_VALUE
                || role == WeightRole.QUERY_KEY_VALUE_BIAS;
    }

    private static boolean hasFactors(AdapterTensors adapter, int weight) {
        return !adapter.matrices().isEmpty()
                && adapter.matrices().get(2 * weight).size() > 0;
    }

    /** Indices of the arrays among the arguments of the network whose gradients are computed. */
    long[] trained() {
        return trained.clone();
    }

    /** Whether of this one, by its place among {@link #trained}, the query and key rows alone count. */
    boolean isFused(int place) {
        return fused.contains(place);
    }

    /**
     * The gradient of the weighted sum of the mean log-probabilities, array by array.
     *
     * @param arguments weights and adapter, as arguments of the network
     * @param terms at least one; a continuation's length is that of its tokens
     * @throws IllegalArgumentException naming a row that is too long or has an unknown token
     */
    List<NDArray> of(NDManager results, List<NDArray> arguments, List<WeightedContinuation> terms) {
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("a sum of no log-probabilities has no gradient");
        }
        List<NDArray> sums = List.of();
        for (Map.Entry<Double, List<WeightedContinuation>> alike :
                byShare(terms).entrySet()) {
            for (List<SharedContexts.Row> rows : batches(alike.getValue())) {
                List<NDArray> found = network.gradients(
                        results,
                        arguments,
                        trained,
                        SharedContexts.batch(config, rows),
                        -alike.getKey(),
                        Activations.RECOMPUTED);
                found.get(0).close();
                sums = added(sums, found.subList(1, found.size()));
            }
        }
        return picked(results, sums);
    }

    /** As {@link LanguageModel#compareGradients}. */
    List<GradientComparison> compare(
            NDManager callMemory,
            List<NDArray> arguments,
            List<WeightedContinuation> reference,
            List<List<WeightedContinuation>> others) {
        List<NDArray> ofReference = of(callMemory, arguments, reference);
        double referenceNorm = Math.sqrt(network.innerProduct(callMemory, ofReference, ofReference));
        List<GradientComparison> comparisons = new ArrayList<>();
        for (List<WeightedContinuation> terms : others) {
            List<NDArray> gradient = of(callMemory, arguments, terms);
            comparisons.add(new GradientComparison(
                    Math.sqrt(network.innerProduct(callMemory, gradient, gradient)),
                    referenceNorm,
                    network.innerProduct(callMemory, gradient, ofReference)));
            gradient.forEach(NDArray::close);
        }
        return comparisons;
    }

    /** Rows whose tokens have the same factor of their log-probability. */
    private static Map<Double, List<WeightedContinuation>> byShare(List<WeightedContinuation> terms) {
        Map<Double, List<WeightedContinuation>> alike = new TreeMap<>(Comparator.naturalOrder());
        for (WeightedContinuation term : terms) {
            double share = term.weight() / term.ids().continuationIds().length;
            alike.computeIfAbsent(share, any -> new ArrayList<>()).add(term);
        }
        return alike;
    }

    private List<List<SharedContexts.Row>> batches(List<WeightedContinuation> terms) {
        int[] lengths = terms.stream().mapToInt(term -> term.ids().length()).toArray();
        int[] scored = terms.stream()
                .mapToInt(term -> term.ids().continuationIds().length)
                .toArray();
        return groups.of(lengths, scored, 0).stream()
                .map(group -> Arrays.stream(group)
                        .mapToObj(row -> new SharedContexts.Row(
                                row, List.of(terms.get(row).ids())))
                        .toList())
                .toList();
    }

    private List<NDArray> added(List<NDArray> sums, List<NDArray> gradients) {
        if (sums.isEmpty()) {
            return gradients;
        }
        network.accumulate(sums, gradients);
        gradients.forEach(NDArray::close);
        return sums;
    }

    private List<NDArray> picked(NDManager results, List<NDArray> gradients) {
        List<NDArray> picked = new ArrayList<>(gradients);
        for (int place : fused) {
            picked.set(
                    place,
                    network.queryKeyRows(results, List.of(gradients.get(place))).get(0));
            gradients.get(place).close();
        }
        return picked;
    }
}
