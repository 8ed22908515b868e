package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.weights.LlamaWeights;
import io.tiltmeter.languagemodel.weights.Weight;
import io.tiltmeter.languagemodel.weights.WeightRole;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of a model's weights a finetuning type moves, those with weight decay first.
 *
 * @param places in the order of {@link LlamaWeights}
 * @param weights at these places
 * @param decayed how many of them, from the front, have weight decay
 */
record TrainedWeights(long[] places, List<Weight> weights, int decayed) {

    /** @throws IllegalArgumentException if the type is not supported, naming those that are */
    static TrainedWeights of(ModelConfig config, TrainingSettings settings) {
        List<Weight> all = LlamaWeights.of(config);
        List<Integer> decayed = new ArrayList<>();
        List<Integer> undecayed = new ArrayList<>();
        for (int place = 0; place < all.size(); place++) {
            WeightRole role = all.get(place).role();
            if (moves(settings.fineTuningType(), role)) {
                (role.isMatrix() ? decayed : undecayed).add(place);
            }
        }
        List<Integer> places = new ArrayList<>(decayed);
        places.addAll(undecayed);
        return new TrainedWeights(
                places.stream().mapToLong(Integer::longValue).toArray(),
                places.stream().map(all::get).toList(),
                decayed.size());
    }

    private static boolean moves(FineTuningType type, WeightRole role) {
        return switch (type) {
            case FULL -> true;
            case QK_ONLY -> role == WeightRole.QUERY || role == WeightRole.KEY;
            case LORA ->
                throw new IllegalArgumentException(
                        "finetuning_type lora is not supported yet; supported: full, qk_only");
        };
    }
}
