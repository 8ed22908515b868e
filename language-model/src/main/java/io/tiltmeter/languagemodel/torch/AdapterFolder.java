package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.torch.AdapterTensors.Factors;
import io.tiltmeter.languagemodel.weights.Adapter;
import io.tiltmeter.languagemodel.weights.AdapterConfig;
import io.tiltmeter.languagemodel.weights.LowRankPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adapters between native memory and a folder in peft's layout. */
public final class AdapterFolder {

    private AdapterFolder() {}

    /** What was read. @param factors by the place of the weight, float32, with memory of their own */
    public record Read(AdapterConfig config, Map<Integer, Factors> factors) {}

    /**
     * Reads an adapter for a model.
     *
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException if it is not one for this model, before memory is
     *     taken
     */
    public static Read read(NDManager owner, Path folder, ModelConfig config) {
        List<Weight> layout = WeightLayout.of(config);
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < layout.size(); place++) {
            if (layout.get(place).role().isProjection()) {
                shapes.put(layout.get(place).module(), layout.get(place).shape());
                places.put(layout.get(place).module(), place);
            }
        }
        try {
            Adapter adapter = Adapter.read(folder, shapes);
            Map<Integer, Factors> factors = new HashMap<>();
            adapter.pairs().forEach((module, pair) -> factors.put(places.get(module), factors(owner, pair)));
            return new Read(adapter.config(), factors);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read an adapter from " + folder, e);
        }
    }

    /** Writes an adapter, its factors by the place of the weight; the folder is created. */
    public static void write(Path folder, ModelConfig config, AdapterConfig adapter, Map<Integer, Factors> factors) {
        List<Weight> layout = WeightLayout.of(config);
        Map<String, LowRankPair> pairs = new HashMap<>();
        factors.forEach((place, own) -> {
            Weight weight = layout.get(place);
            pairs.put(
                    weight.module(),
                    new LowRankPair(
                            adapter.rank(),
                            weight.shape().get(1),
                            weight.shape().get(0),
                            NativeTensors.bytesOf(own.a()),
                            NativeTensors.bytesOf(own.b())));
        });
        try {
            new Adapter(adapter, pairs).write(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write an adapter to " + folder, e);
        }
    }

    private static Factors factors(NDManager owner, LowRankPair pair) {
        long rank = pair.rank();
        NDArray a = NativeTensors.copyOf(owner, List.of(rank, pair.in()), pair.a());
        return new Factors(a, NativeTensors.copyOf(owner, List.of(pair.out(), rank), pair.b()));
    }
}
