package io.tiltmeter.languagemodel.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.torch.AdamwState;
import io.tiltmeter.languagemodel.torch.AdamwStep;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.NativeTensors;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** AdamW over the trained weights: one step for those with weight decay and one for those without, after common clipping. */
final class Optimizer {

    private final NDManager memory;
    private final DecoderNetwork network;
    private final TrainedWeights trained;
    private final TrainingSettings settings;
    private final List<NDArray> arrays;
    private final List<NDArray> parameters;
    private List<NDArray> firstMoments;
    private List<NDArray> secondMoments;
    private List<NDArray> steps;
    private int stepsTaken;

    /** @param all the weights followed by the adapter's factors; the trained ones are changed in place */
    Optimizer(
            NDManager memory,
            DecoderNetwork network,
            List<NDArray> all,
            TrainedWeights trained,
            TrainingSettings settings) {
        this.memory = memory;
        this.network = network;
        this.trained = trained;
        this.settings = settings;
        this.arrays = Arrays.stream(trained.indices())
                .mapToObj(index -> all.get((int) index))
                .toList();
        this.parameters = part(memory, arrays);
        this.firstMoments = each(weight -> NativeTensors.zeros(memory, weight.shape()));
        this.secondMoments = each(weight -> NativeTensors.zeros(memory, weight.shape()));
        this.steps = each(weight -> memory.create(0f));
    }

    long[] trained() {
        return trained.indices();
    }

    int stepsTaken() {
        return stepsTaken;
    }

    List<Weight> weights() {
        return trained.weights();
    }

    /** What is trained, in the order of {@link #weights()}. */
    List<NDArray> parameters() {
        return parameters;
    }

    List<NDArray> firstMoments() {
        return firstMoments;
    }

    List<NDArray> secondMoments() {
        return secondMoments;
    }

    /** Restores a saved state; first and second moments are little-endian float32. */
    void restore(int stepsTaken, Function<Weight, ByteBuffer> first, Function<Weight, ByteBuffer> second) {
        firstMoments =
                replaced(firstMoments, weight -> NativeTensors.copyOf(memory, weight.shape(), first.apply(weight)));
        secondMoments =
                replaced(secondMoments, weight -> NativeTensors.copyOf(memory, weight.shape(), second.apply(weight)));
        steps = replaced(steps, weight -> memory.create((float) stepsTaken));
        this.stepsTaken = stepsTaken;
    }

    /**
     * Clips the gradients in place and changes the weights.
     *
     * @param whole gradients of the arrays at {@link #trained()}
     * @return global L2 norm of the gradients of the trained parameters, before clipping
     */
    double step(NDManager stepMemory, List<NDArray> whole, double learningRate) {
        List<NDArray> gradients = part(stepMemory, whole);
        double norm = network.clip(stepMemory, gradients, settings.optimizer().maxGradNorm());
        update(gradients, 0, trained.decayed(), settings.optimizer().weightDecay(), learningRate);
        update(gradients, trained.decayed(), gradients.size(), 0, learningRate);
        if (trained.part() == TrainedWeights.Part.QUERY_KEY_ROWS) {
            network.putQueryKeyRows(arrays, parameters);
        }
        stepsTaken++;
        return norm;
    }

    private List<NDArray> part(NDManager owner, List<NDArray> whole) {
        return trained.part() == TrainedWeights.Part.WHOLE ? whole : network.queryKeyRows(owner, whole);
    }

    private void update(List<NDArray> gradients, int from, int to, double decay, double learningRate) {
        if (from == to) {
            return;
        }
        AdamwState state = new AdamwState(
                parameters.subList(from, to),
                firstMoments.subList(from, to),
                secondMoments.subList(from, to),
                steps.subList(from, to));
        network.adamw(
                state,
                gradients.subList(from, to),
                new AdamwStep(
                        learningRate,
                        settings.optimizer().adamBeta1(),
                        settings.optimizer().adamBeta2(),
                        decay,
                        settings.optimizer().adamEpsilon()));
    }

    private List<NDArray> each(Function<Weight, NDArray> array) {
        return trained.weights().stream().map(array).toList();
    }

    private List<NDArray> replaced(List<NDArray> old, Function<Weight, NDArray> array) {
        List<NDArray> fresh = each(array);
        old.forEach(NDArray::close);
        return fresh;
    }
}
