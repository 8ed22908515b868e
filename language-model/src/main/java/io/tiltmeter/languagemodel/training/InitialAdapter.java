package io.tiltmeter.languagemodel.training;

import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.torch.AdapterTensors.Factors;
import io.tiltmeter.languagemodel.torch.NativeTensors;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Initialises an adapter as peft does: A uniform in +-1/sqrt(in) (Kaiming's rule with a = sqrt 5), B zero. */
final class InitialAdapter {

    private InitialAdapter() {}

    /** Factors by index of the weight in the layout; the same seed gives the same on every machine. */
    static Map<Integer, Factors> draw(NDManager owner, ModelConfig config, FineTuning.Lora lora, long seed) {
        Random random = new Random(seed);
        List<Weight> layout = WeightLayout.of(config);
        Map<Integer, Factors> factors = new TreeMap<>();
        for (int index : TargetModules.indices(config, lora.targetModules())) {
            long out = layout.get(index).shape().get(0);
            long in = layout.get(index).shape().get(1);
            float[] a = new float[Math.toIntExact(lora.r() * in)];
            double bound = 1 / Math.sqrt(in);
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
            factors.put(
                    index,
                    new Factors(
                            NativeTensors.of(owner, List.of((long) lora.r(), in), a),
                            NativeTensors.zeros(owner, List.of(out, (long) lora.r()))));
        }
        return factors;
    }
}
