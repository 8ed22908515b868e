package io.tiltmeter.languagemodel.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A low-rank adapter (Hu et al. 2021) as a network's calls take it: behind the weights, A (r, in) and B (out, r) for each
 * of them, empty where it has none, then its settings.
 */
public final class AdapterTensors {

    private final List<NDArray> matrices;
    private final double scale;
    private final double dropout;

    /** The two factors of one weight's adapter, float32. */
    public record Factors(NDArray a, NDArray b) {}

    private AdapterTensors(List<NDArray> matrices, double scale, double dropout) {
        this.matrices = List.copyOf(matrices);
        this.scale = scale;
        this.dropout = dropout;
    }

    /** No adapter: the weights alone. */
    public static AdapterTensors none() {
        return new AdapterTensors(List.of(), 1, 0);
    }

    /**
     * @param owner of the empty array that stands for no adapter
     * @param weights how many there are
     * @param factors by the place of the weight
     * @param scale of what the adapter adds
     * @param dropout share of the input's numbers that training drops, in [0, 1)
     */
    public static AdapterTensors of(
            NDManager owner, int weights, Map<Integer, Factors> factors, double scale, double dropout) {
        NDArray empty = owner.create(new float[0]);
        List<NDArray> matrices = new ArrayList<>();
        for (int place = 0; place < weights; place++) {
            Factors own = factors.get(place);
            matrices.add(own == null ? empty : own.a());
            matrices.add(own == null ? empty : own.b());
        }
        return new AdapterTensors(matrices, scale, dropout);
    }

    /** Place of A of a weight behind the weights; B is the next. */
    public static int placeOfA(int weights, int weight) {
        return weights + 2 * weight;
    }

    /** A and B for each weight in turn. */
    public List<NDArray> matrices() {
        return matrices;
    }

    /**
     * The weights and the adapter for one call that drops nothing.
     *
     * @param results owns what is made for the call
     */
    public List<NDArray> behind(NDManager results, List<NDArray> weights) {
        return behind(results, weights, 0, 0);
    }

    /**
     * The weights and the adapter for one pass of training.
     *
     * @param seed in [0, 2^31); the same drops the same
     */
    public List<NDArray> behindForTraining(NDManager results, List<NDArray> weights, long seed) {
        return behind(results, weights, dropout, seed);
    }

    private List<NDArray> behind(NDManager results, List<NDArray> weights, double dropped, long seed) {
        if (matrices.isEmpty()) {
            return weights;
        }
        List<NDArray> all = new ArrayList<>(weights);
        all.addAll(matrices);
        // read on the processor before each product: on a GPU every reading would wait for it
        all.add(results.create(new double[] {scale, dropped, seed}).toDevice(Device.cpu(), false));
        return all;
    }
}
