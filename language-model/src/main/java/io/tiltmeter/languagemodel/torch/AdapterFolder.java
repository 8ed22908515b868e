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
import java.util.List;
import java.util.Map;

/** Reads adapters from a folder in peft's layout into native memory, and writes them. */
public final class AdapterFolder {

    private AdapterFolder() {}

    /** @param factors by index of the weight in the layout, float32, with memory of their own */
    public record Read(AdapterConfig config, Map<Integer, Factors> factors) {}

    /**
     * Reads an adapter for a model.
     *
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException if it does not fit this model, before memory is
     *     allocated
     */
    public static Read read(NDManager owner, Path folder, ModelConfig config) {
        try {
            Adapter adapter = Adapter.read(folder, WeightLayout.projections(config));
            Map<Integer, Factors> factors = new HashMap<>();
            List<Weight> layout = WeightLayout.of(config);
            for (int i = 0; i < layout.size(); i++) {
                LowRankPair pair = adapter.pairs().get(layout.get(i).module());
                if (pair != null && layout.get(i).role().isProjection()) {
                    factors.put(i, factors(owner, pair));
                }
            }
            return new Read(adapter.config(), factors);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read an adapter from " + folder, e);
        }
    }

    /** Writes an adapter; the folder is created. @param factors by index of the weight in the layout */
    public static void write(Path folder, ModelConfig config, AdapterConfig adapter, Map<Integer, Factors> factors) {
        List<Weight> layout = WeightLayout.of(config);
        Map<String, LowRankPair> pairs = new HashMap<>();
        factors.forEach((index, own) -> {
            Weight weight = layout.get(index);
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
