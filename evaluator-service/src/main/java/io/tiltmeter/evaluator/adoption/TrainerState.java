package io.tiltmeter.evaluator.adoption;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiltmeter.evaluator.adoption.UnusableFolder.FolderFault;
import io.tiltmeter.evaluator.adoption.UnusableFolder.FolderFault.Outlook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What {@code trainer_state.json} of Hugging Face's Trainer states of a run. Python writes NaN and Infinity into it: such
 * a number counts as missing.
 *
 * @param globalStep optimizer steps taken
 * @param maxSteps optimizer steps planned
 * @param epoch passes over the training set so far
 * @param numTrainEpochs passes planned
 * @param trainBatchSize examples of one batch on one device
 * @param lossNats the newest logged training loss
 * @param learningRate the highest logged
 * @param bestStep the step of the best checkpoint, by the trainer's own metric
 */
public record TrainerState(
        OptionalInt globalStep,
        OptionalInt maxSteps,
        Optional<Double> epoch,
        Optional<Double> numTrainEpochs,
        OptionalInt trainBatchSize,
        Optional<Double> lossNats,
        Optional<Double> learningRate,
        OptionalInt bestStep) {
    public static final String FILE = "trainer_state.json";

    /** What a folder without the file states. */
    static final TrainerState NONE = new TrainerState(
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty());

    /** A log line each step of a million steps. */
    private static final int MAX_BYTES = 256 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    /**
     * Reads the file of a folder, if there is one.
     *
     * @throws UnusableFolder if it is no such file
     */
    public static TrainerState read(Path folder) throws UnusableFolder, IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw unusable("has more than " + MAX_BYTES + " bytes", Outlook.FINAL);
        }
        JsonNode json;
        try {
            json = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw unusable("cannot be read as JSON: " + e.getOriginalMessage(), Outlook.PERHAPS_UNFINISHED);
        }
        if (!json.isObject()) {
            throw unusable("is no JSON object", Outlook.PERHAPS_UNFINISHED);
        }
        return of(json);
    }

    private static TrainerState of(JsonNode json) {
        Optional<Double> loss = Optional.empty();
        Optional<Double> rate = Optional.empty();
        for (JsonNode line : json.path("log_history")) {
            loss = number(line.path("loss")).or(ofEarlier(loss));
            rate = number(line.path("learning_rate")).filter(highest(rate)).or(ofEarlier(rate));
        }
        String best = json.path("best_model_checkpoint").asText("");
        return new TrainerState(
                whole(json.path("global_step")),
                whole(json.path("max_steps")),
                number(json.path("epoch")),
                number(json.path("num_train_epochs")),
                whole(json.path("train_batch_size")),
                loss,
                rate,
                bestStep(json, best));
    }

    private static OptionalInt bestStep(JsonNode json, String best) {
        OptionalInt said = whole(json.path("best_global_step"));
        return said.isPresent() ? said : LocatedFolder.number(Path.of(best.replaceAll("[^A-Za-z0-9_/.-]", "")));
    }

    private static Predicate<Double> highest(Optional<Double> earlier) {
        return number -> earlier.isEmpty() || number > earlier.get();
    }

    private static Supplier<Optional<Double>> ofEarlier(Optional<Double> earlier) {
        return () -> earlier;
    }

    /** A finite number from 0. */
    private static Optional<Double> number(JsonNode value) {
        boolean sound = value.isNumber() && Double.isFinite(value.asDouble()) && value.asDouble() >= 0;
        return sound ? Optional.of(value.asDouble()) : Optional.empty();
    }

    private static OptionalInt whole(JsonNode value) {
        boolean sound = value.isIntegralNumber() && value.canConvertToInt() && value.asInt() >= 0;
        return sound ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
    }

    private static UnusableFolder unusable(String what, Outlook outlook) {
        return new UnusableFolder(List.of(new FolderFault(
                FILE + " " + what, "let the trainer write it again, or remove it and send the step", outlook)));
    }
}
