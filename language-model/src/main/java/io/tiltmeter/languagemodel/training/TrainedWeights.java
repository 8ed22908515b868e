package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.WeightRole;
import io.tiltmeter.languagemodel.torch.AdapterTensors;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters that a finetuning type trains, those with weight decay first.
 *
 * @param indices into the weights followed by the adapter's factors
 * @param weights what is trained of each: all of it, or some rows
 * @param decayed number of weights, from the first, with weight decay
 * @param part what is trained of each array
 */
record TrainedWeights(long[] indices, List<Weight> weights, int decayed, Part part) {

    enum Part {
        WHOLE,
        /** Of fused matrices and biases, whose value rows do not change. */
        QUERY_KEY_ROWS
    }

    /** @throws IllegalArgumentException if the model does not have the requested modules */
    static TrainedWeights of(ModelConfig config, FineTuning fineTuning) {
        if (fineTuning instanceof FineTuning.Lora lora) {
            return adapters(config, lora);
        }
        boolean queriesAndKeys = fineTuning instanceof FineTuning.QueryKeyOnly;
        List<Weight> all = WeightLayout.of(config);
        List<Integer> decayed = new ArrayList<>();
        List<Integer> undecayed = new ArrayList<>();
        Part part = Part.WHOLE;
        for (int i = 0; i < all.size(); i++) {
            WeightRole role = all.get(i).role();
            if (!queriesAndKeys || isQueryOrKey(role)) {
                (role.isMatrix() ? decayed : undecayed).add(i);
                if (queriesAndKeys && isFused(role)) {
                    part = Part.QUERY_KEY_ROWS;
                }
            }
        }
        List<Integer> indices = new ArrayList<>(decayed);
        indices.addAll(undecayed);
        Part trainedPart = part;
        return new TrainedWeights(
                indices.stream().mapToLong(Integer::longValue).toArray(),
                indices.stream()
                        .map(i -> trainedPart == Part.WHOLE ? all.get(i) : queryKeyRows(all.get(i)))
                        .toList(),
                decayed.size(),
                part);
    }

    private static TrainedWeights adapters(ModelConfig config, FineTuning.Lora lora) {
        List<Weight> all = WeightLayout.of(config);
        List<Long> indices = new ArrayList<>();
        List<Weight> factors = new ArrayList<>();
        for (int index : TargetModules.indices(config, lora.targetModules())) {
            Weight weight = all.get(index);
            long first = AdapterTensors.indexOfA(all.size(), index);
            indices.add(first);
            indices.add(first + 1);
            factors.add(new Weight(
                    weight.module() + ".lora_A.weight",
                    WeightRole.LOW_RANK,
                    List.of((long) lora.r(), weight.shape().get(1))));
            factors.add(new Weight(
                    weight.module() + ".lora_B.weight",
                    WeightRole.LOW_RANK,
                    List.of(weight.shape().get(0), (long) lora.r())));
        }
        return new TrainedWeights(
                indices.stream().mapToLong(Long::longValue).toArray(), factors, factors.size(), Part.WHOLE);
    }

    /** Whether the weight's array changes. */
    static boolean isTrained(FineTuning fineTuning, Weight weight) {
        return fineTuning instanceof FineTuning.Full
                || fineTuning instanceof FineTuning.QueryKeyOnly && isQueryOrKey(weight.role());
    }

    private static boolean isQueryOrKey(WeightRole role) {
        return role == WeightRole.QUERY || role == WeightRole.KEY || isFused(role);
    }

    private static boolean isFused(WeightRole role) {
        return role == WeightRole.QUERY_KEY_VALUE || role == WeightRole.QUERY_KEY_VALUE_BIAS;
    }

    private static Weight queryKeyRows(Weight fused) {
        List<Long> shape = new ArrayList<>(fused.shape());
        shape.set(0, shape.get(0) / 3 * 2);
        return new Weight(fused.name(), fused.role(), shape);
    }
}
