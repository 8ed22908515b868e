package io.tiltmeter.evaluator.adoption;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.JsonFlaw;
import io.tiltmeter.contracts.JsonFlaw.Numbers;
import io.tiltmeter.evaluator.adoption.UnusableFolder.FolderFault;
import io.tiltmeter.evaluator.adoption.UnusableFolder.FolderFault.Outlook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

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
 * @param best the best checkpoint, by the trainer's own metric
 */
public record TrainerState(
        OptionalInt globalStep,
        OptionalInt maxSteps,
        Optional<Double> epoch,
        Optional<Double> numTrainEpochs,
        OptionalInt trainBatchSize,
        Optional<Double> lossNats,
        Optional<Double> learningRate,
        Optional<Best> best) {
    public static final String FILE = "trainer_state.json";

    /**
     * A checkpoint that was the best.
     *
     * @param path as the trainer's machine names it, which may be one of another system; empty if only the step is stated
     * @param step empty if it cannot be told
     */
    record Best(String path, OptionalInt step) {}

    /** What a folder without the file states. */
    static final TrainerState NONE = new TrainerState(
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** A log line each step of millions of steps. */
    private static final long MAX_BYTES = 1L << 30;

    /** Of a longer file, the place of its flaw is not searched for. */
    private static final long MAX_SHOWN_FLAW_BYTES = 1 << 24;

    private static final int MAX_DEPTH = 64;

    private static final Set<String> LOGGED = Set.of("loss", "learning_rate");
    private static final Set<String> USED = Set.of(
            "best_model_checkpoint",
            "best_global_step",
            "global_step",
            "max_steps",
            "epoch",
            "num_train_epochs",
            "train_batch_size");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
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
        if (Files.size(file) > MAX_BYTES) {
            throw unusable("has more than " + MAX_BYTES + " bytes", Outlook.FINAL);
        }
        try (JsonParser json = JSON.createParser(file.toFile())) {
            return read(json);
        } catch (JsonProcessingException e) {
            throw unusable("cannot be read as JSON: " + flaw(file), Outlook.PERHAPS_UNFINISHED);
        }
    }

    private static String flaw(Path file) throws IOException {
        return Files.size(file) > MAX_SHOWN_FLAW_BYTES
                ? "it is cut off or damaged"
                : JsonFlaw.reason(Files.readAllBytes(file), MAX_DEPTH, Numbers.OF_PYTHON);
    }

    /** Piece by piece, since the log of a long run is larger than the memory that is there for it. */
    private static TrainerState read(JsonParser json) throws UnusableFolder, IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw unusable("is no JSON object", Outlook.PERHAPS_UNFINISHED);
        }
        ObjectNode values = JSON.createObjectNode();
        Log log = Log.EMPTY;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("log_history") && value == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    log = log.with(scalars(json, LOGGED));
                }
            } else if (value.isScalarValue() && USED.contains(name)) {
                values.set(name, json.readValueAsTree());
            } else {
                json.skipChildren();
            }
        }
        return of(values, log);
    }

    /** The named values of an object; none of anything else. The parser is then at its end. */
    private static ObjectNode scalars(JsonParser json, Set<String> names) throws IOException {
        ObjectNode values = JSON.createObjectNode();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return values;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken().isScalarValue() && names.contains(name)) {
                values.set(name, json.readValueAsTree());
            } else {
                json.skipChildren();
            }
        }
        return values;
    }

    /**
     * What is taken of the log.
     *
     * @param loss the newest, in nats
     * @param rate the highest
     */
    private record Log(Optional<Double> loss, Optional<Double> rate) {
        private static final Log EMPTY = new Log(Optional.empty(), Optional.empty());

        private Log with(JsonNode line) {
            return new Log(
                    number(line.path("loss")).or(() -> loss),
                    number(line.path("learning_rate")).filter(highest(rate)).or(() -> rate));
        }
    }

    private static TrainerState of(JsonNode json, Log log) {
        return new TrainerState(
                whole(json.path("global_step")),
                whole(json.path("max_steps")),
                number(json.path("epoch")),
                number(json.path("num_train_epochs")),
                whole(json.path("train_batch_size")),
                log.loss(),
                log.rate(),
                best(json));
    }

    private static Optional<Best> best(JsonNode json) {
        String path = json.path("best_model_checkpoint").asText("");
        OptionalInt said = whole(json.path("best_global_step"));
        if (path.isBlank() || path.equals("null")) {
            return said.isPresent() ? Optional.of(new Best("", said)) : Optional.empty();
        }
        return Optional.of(new Best(path, said.isPresent() ? said : LocatedFolder.number(lastName(path))));
    }

    /** The last name of a path of either system. */
    private static String lastName(String path) {
        String[] names = path.split("[/\\\\]+");
        return names.length == 0 ? "" : names[names.length - 1].strip();
    }

    private static Predicate<Double> highest(Optional<Double> earlier) {
        return number -> earlier.isEmpty() || number > earlier.get();
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
