package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.WeightRole;
import io.tiltmeter.languagemodel.torch.AdapterTensors;
import java.util.ArrayList;
import java.util.List;

/**
 * What a finetuning type moves, with weight decay first.
 *
 * @param places among the weights and, behind them, the adapter's factors
 * @param weights what is moved of each: the whole, or some rows of it
 * @param decayed how many of them, from the front, have weight decay
 * @param part what is moved of the arrays at the places
 */
record TrainedWeights(long[] places, List<Weight> weights, int decayed, Part part) {

    enum Part {
        WHOLE,
        /** Of fused matrices and biases, whose value rows stay. */
        QUERY_KEY_ROWS
    }

    /** @throws IllegalArgumentException if the model does not have the modules that are asked for */
    static TrainedWeights of(ModelConfig config, FineTuning fineTuning) {
        if (fineTuning instanceof FineTuning.Lora lora) {
            return adapters(config, lora);
        }
        boolean queriesAndKeys = fineTuning instanceof FineTuning.QueryKeyOnly;
        List<Weight> all = WeightLayout.of(config);
        List<Integer> decayed = new ArrayList<>();
        List<Integer> undecayed = new ArrayList<>();
        Part part = Part.WHOLE;
        for (int place = 0; place < all.size(); place++) {
            WeightRole role = all.get(place).role();
            if (!queriesAndKeys || isQueryOrKey(role)) {
                (role.isMatrix() ? decayed : undecayed).add(place);
                if (queriesAndKeys && isFused(role)) {
                    part = Part.QUERY_KEY_ROWS;
                }
            }
        }
        List<Integer> places = new ArrayList<>(decayed);
        places.addAll(undecayed);
        Part moved = part;
        return new TrainedWeights(
                places.stream().mapToLong(Integer::longValue).toArray(),
                places.stream()
                        .map(place -> moved == Part.WHOLE ? all.get(place) : queryKeyRows(all.get(place)))
                        .toList(),
                decayed.size(),
                part);
    }

    private static TrainedWeights adapters(ModelConfig config, FineTuning.Lora lora) {
        List<Weight> all = WeightLayout.of(config);
        List<Long> places = new ArrayList<>();
        List<Weight> factors = new ArrayList<>();
        for (int place : TargetModules.places(config, lora.targetModules())) {
            Weight weight = all.get(place);
            long first = AdapterTensors.placeOfA(all.size(), place);
            places.add(first);
            places.add(first + 1);
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
                places.stream().mapToLong(Long::longValue).toArray(), factors, factors.size(), Part.WHOLE);
    }

    /** Whether the weight's array is written to. */
    static boolean moves(FineTuning fineTuning, Weight weight) {
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
