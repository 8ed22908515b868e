package io.tiltmeter.languagemodel.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.TinyModels;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fused optimizer call against the paper's formulas in double precision. */
class AdamwTest {

    private static final AdamwStep STEP = new AdamwStep(3e-3, 0.9, 0.98, 0.05, 1e-3);

    @Test
    void followsTheDoublePrecisionReferenceOverManySteps() {
        int size = 257;
        Random random = new Random(5);
        double[] weight = random.doubles(size, -1, 1).map(x -> (float) x).toArray();
        double[] first = new double[size];
        double[] second = new double[size];
        ModelConfig config = TinyModels.tiny();
        try (NDManager memory = TorchEngine.newManager()) {
            DecoderNetwork network = new DecoderNetwork(memory, config, Precision.FLOAT32);
            NDArray parameter = NativeTensors.of(memory, List.of((long) size), narrow(weight));
            AdamwState state = new AdamwState(
                    List.of(parameter),
                    List.of(parameter.zerosLike()),
                    List.of(parameter.zerosLike()),
                    List.of(memory.create(0f)));
            for (int step = 1; step <= 50; step++) {
                double scale = Math.pow(10, -3 * random.nextDouble()); // so that the large eps matters at times
                double[] gradient =
                        random.doubles(size, -scale, scale).map(x -> (float) x).toArray();
                move(weight, gradient, first, second, step);
                network.adamw(state, List.of(NativeTensors.of(memory, List.of((long) size), narrow(gradient))), STEP);
            }
            float[] found = parameter.toFloatArray();
            for (int i = 0; i < size; i++) {
                assertEquals(weight[i], found[i], 2e-6, "weight " + i);
            }
        }
    }

    /** Loshchilov and Hutter 2019, algorithm 2, decay decoupled; eps is added to the bias-corrected root. */
    private static void move(double[] weight, double[] gradient, double[] first, double[] second, int step) {
        for (int i = 0; i < weight.length; i++) {
            first[i] = STEP.beta1() * first[i] + (1 - STEP.beta1()) * gradient[i];
            second[i] = STEP.beta2() * second[i] + (1 - STEP.beta2()) * gradient[i] * gradient[i];
            double mean = first[i] / (1 - Math.pow(STEP.beta1(), step));
            double root = Math.sqrt(second[i] / (1 - Math.pow(STEP.beta2(), step)));
            weight[i] -= STEP.rate() * (STEP.decay() * weight[i] + mean / (root + STEP.epsilon()));
        }
    }

    private static float[] narrow(double[] numbers) {
        float[] narrow = new float[numbers.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) numbers[i];
        }
        return narrow;
    }
}
