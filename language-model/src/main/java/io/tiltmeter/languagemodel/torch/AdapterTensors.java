package io.tiltmeter.languagemodel.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A low-rank adapter (Hu et al. 2021) as an argument of a network's calls: after the weights, A (r, in) and B (out, r) of
 * each weight, empty where the adapter has none, then its settings.
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
     * @param owner of the empty array for weights without adapter
     * @param weights number of weights
     * @param factors by index of the weight in the layout
     * @param scale of the adapter's product
     * @param dropout share of the input that training sets to 0, in [0, 1)
     */
    public static AdapterTensors of(
            NDManager owner, int weights, Map<Integer, Factors> factors, double scale, double dropout) {
        NDArray empty = owner.create(new float[0]);
        List<NDArray> matrices = new ArrayList<>();
        for (int i = 0; i < weights; i++) {
            Factors own = factors.get(i);
            matrices.add(own == null ? empty : own.a());
            matrices.add(own == null ? empty : own.b());
        }
        return new AdapterTensors(matrices, scale, dropout);
    }

    /** Index of a weight's A among the arguments; B is the next. */
    public static int indexOfA(int weights, int weight) {
        return weights + 2 * weight;
    }

    /** A and B for each weight in turn. */
    public List<NDArray> matrices() {
        return matrices;
    }

    /**
     * The weights followed by the adapter, for a call without dropout.
     *
     * @param results owner of arrays created for the call
     */
    public List<NDArray> append(NDManager results, List<NDArray> weights) {
        return append(results, weights, 0, 0);
    }

    /**
     * The weights followed by the adapter, for one pass of training.
     *
     * @param seed of dropout, in [0, 2^31)
     */
    public List<NDArray> appendForTraining(NDManager results, List<NDArray> weights, long seed) {
        return append(results, weights, dropout, seed);
    }

    private List<NDArray> append(NDManager results, List<NDArray> weights, double dropped, long seed) {
        if (matrices.isEmpty()) {
            return weights;
        }
        List<NDArray> all = new ArrayList<>(weights);
        all.addAll(matrices);
        // on the CPU, where the text reads it before each product: on a GPU each read would wait for the queue
        all.add(results.create(new double[] {scale, dropped, seed}).toDevice(Device.cpu(), false));
        return all;
    }
}
