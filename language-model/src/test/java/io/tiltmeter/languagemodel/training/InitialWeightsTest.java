package io.tiltmeter.languagemodel.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.TinyModels;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitialWeightsTest {

    @Test
    void deviationsOfTheLabAreThoseOfItsRecipe() {
        ModelConfig config = TinyModels.lab();
        long parameters = 0;
        try (NDManager memory = TorchEngine.newManager()) {
            List<NDArray> drawn = InitialWeights.draw(memory, config, Initialization.lab(), 3);
            for (int i = 0; i < drawn.size(); i++) {
                Weight weight = WeightLayout.of(config).get(i);
                float[] numbers = drawn.get(i).toFloatArray();
                parameters += numbers.length;
                double expected = switch (weight.role()) {
                    case EMBEDDING -> 0.02;
                    case NORM -> 1;
                    case ATTENTION_OUTPUT -> 0.5 / Math.sqrt(128) / 2; // sqrt(2 L) = 2
                    case DOWN -> 0.5 / Math.sqrt(256) / 2;
                    default -> 0.5 / Math.sqrt(128);
                };
                double squares = 0;
                for (float number : numbers) {
                    squares += (double) number * number;
                }
                assertEquals(expected, Math.sqrt(squares / numbers.length), 0.02 * expected, weight.name());
            }
        }
        assertEquals(424_448, parameters);
    }
}
