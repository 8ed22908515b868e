package io.tiltmeter.languagemodel.training;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.torch.NativeTensors;
import io.tiltmeter.languagemodel.weights.AdapterConfig;
import io.tiltmeter.languagemodel.weights.SafetensorsFile;
import io.tiltmeter.languagemodel.weights.SafetensorsWriter;
import io.tiltmeter.languagemodel.weights.TensorEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a session needs besides the weights to continue: AdamW's moments, the step count, and the settings they belong to. */
final class TrainingState {

    static final String NUMBERS = "training_state.json";
    static final String MOMENTS = "optimizer.safetensors";

    private static final String FIRST = "exp_avg.";
    private static final String SECOND = "exp_avg_sq.";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final TrainingSettings settings;

    TrainingState(TrainingSettings settings) {
        this.settings = settings;
    }

    void write(Path folder, Optimizer optimizer) {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (int i = 0; i < optimizer.weights().size(); i++) {
            Weight weight = optimizer.weights().get(i);
            NDArray first = optimizer.firstMoments().get(i);
            NDArray second = optimizer.secondMoments().get(i);
            writer.add(FIRST + weight.name(), weight.shape(), () -> NativeTensors.bytesOf(first));
            writer.add(SECOND + weight.name(), weight.shape(), () -> NativeTensors.bytesOf(second));
        }
        ObjectNode numbers = settingsJson().put("steps_taken", optimizer.stepsTaken());
        try {
            Files.createDirectories(folder);
            writer.write(folder.resolve(MOMENTS));
            Files.write(
                    folder.resolve(NUMBERS),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(numbers));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a training state to " + folder, e);
        }
    }

    /**
     * Restores a saved state of an optimizer.
     *
     * @param stepsOfModel number of steps in the model's file; blank if it has none
     * @throws IllegalArgumentException naming all differences from these settings and this model
     */
    void read(Path folder, Optimizer optimizer, String stepsOfModel) {
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(MOMENTS))) {
            JsonNode numbers = JSON.readTree(Files.readAllBytes(folder.resolve(NUMBERS)));
            List<String> faults = differences(numbers, stepsOfModel);
            for (Weight weight : optimizer.weights()) {
                fault(faults, file, FIRST, weight);
                fault(faults, file, SECOND, weight);
            }
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException("cannot resume from " + folder + ": " + String.join("; ", faults));
            }
            optimizer.restore(
                    numbers.path("steps_taken").asInt(),
                    weight -> moments(file, FIRST + weight.name()),
                    weight -> moments(file, SECOND + weight.name()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a training state from " + folder, e);
        }
    }

    private List<String> differences(JsonNode numbers, String stepsOfModel) {
        List<String> faults = new ArrayList<>();
        settingsJson().fields().forEachRemaining(now -> {
            JsonNode then = numbers.path(now.getKey());
            if (!then.asText().equals(now.getValue().asText())) {
                faults.add(now.getKey() + " was " + then + " and is now " + now.getValue());
            }
        });
        JsonNode steps = numbers.path("steps_taken");
        if (!steps.canConvertToInt() || steps.asInt() < 0) {
            faults.add("steps_taken " + steps + " is not a number of steps");
        }
        if (!stepsOfModel.isBlank() && !steps.asText().equals(stepsOfModel)) {
            faults.add("the model was saved after " + stepsOfModel + " steps, the training state after " + steps);
        }
        return faults;
    }

    private static void fault(List<String> faults, SafetensorsFile file, String prefix, Weight weight) {
        TensorEntry entry = file.tensors().get(prefix + weight.name());
        if (entry == null || !entry.shape().equals(weight.shape())) {
            faults.add("tensor '" + prefix + weight.name() + "' of shape " + weight.shape() + " is missing");
        }
    }

    private static ByteBuffer moments(SafetensorsFile file, String name) {
        try {
            return file.float32Bytes(name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the training state's tensor " + name, e);
        }
    }

    /** Settings that must be equal to continue a run exactly; the learning rate is an argument of every step. */
    private ObjectNode settingsJson() {
        ObjectNode numbers = JSON.createObjectNode();
        if (settings.fineTuning() instanceof FineTuning.Lora lora) {
            numbers.put("lora_r", lora.r())
                    .put("lora_alpha", lora.alpha())
                    .put("lora_dropout", lora.dropout())
                    .put("lora_target_modules", String.join(",", lora.targetModules()));
            if (lora.scaling() != AdapterConfig.Scaling.ALPHA_OVER_RANK) {
                numbers.put("lora_scaling", lora.scaling().name()); // absent in states of earlier versions
            }
            if (lora.dropout() > 0) {
                numbers.put("seed", settings.seed()); // of dropout, with the number of the step
            }
        }
        numbers.put("finetuning_type", settings.fineTuning().id())
                .put("compute", settings.compute().id());
        return numbers.setAll(JSON.<ObjectNode>valueToTree(settings.optimizer()));
    }
}
