package io.tiltmeter.languagemodel.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.AdapterFolder;
import io.tiltmeter.languagemodel.torch.AdapterTensors;
import io.tiltmeter.languagemodel.torch.AdapterTensors.Factors;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.weights.AdapterConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The weights of a session, and the adapter if one is trained. */
final class TrainedModel {

    private static final long MAX_SEED = 1L << 31;

    private final ModelConfig config;
    private final TrainingSettings settings;
    private final List<NDArray> weights;
    private final Map<Integer, Factors> factors;
    private final AdapterTensors adapter;
    private final String baseName;

    private TrainedModel(
            NDManager memory,
            ModelConfig config,
            TrainingSettings settings,
            List<NDArray> weights,
            Map<Integer, Factors> factors,
            String baseName) {
        this.config = config;
        this.settings = settings;
        this.weights = weights;
        this.factors = factors;
        this.baseName = baseName;
        this.adapter = settings.fineTuning() instanceof FineTuning.Lora lora
                ? AdapterTensors.of(memory, weights.size(), factors, lora.scale(), lora.dropout())
                : AdapterTensors.none();
    }

    /** A model of random weights. */
    static TrainedModel fresh(
            NDManager memory, ModelConfig config, TrainingSettings settings, Initialization initialization) {
        List<NDArray> weights = InitialWeights.draw(memory, config, initialization, settings.seed());
        return new TrainedModel(memory, config, settings, weights, initialFactors(memory, config, settings), "");
    }

    /** A Hugging Face folder, with a new adapter if one is trained. */
    static TrainedModel from(NDManager memory, Path folder, ModelConfig config, TrainingSettings settings) {
        return new TrainedModel(
                memory,
                config,
                settings,
                read(memory, folder, config, settings),
                initialFactors(memory, config, settings),
                name(folder));
    }

    /** A Hugging Face folder with a saved adapter whose training continues. */
    static TrainedModel withAdapter(
            NDManager memory, Path folder, ModelConfig config, Path adapterFolder, TrainingSettings settings) {
        if (!(settings.fineTuning() instanceof FineTuning.Lora lora)) {
            throw new IllegalArgumentException("finetuning_type "
                    + settings.fineTuning().id() + " trains no adapter; only lora can continue from " + adapterFolder);
        }
        AdapterFolder.Read saved = AdapterFolder.read(memory, adapterFolder, config);
        List<Integer> expected = TargetModules.indices(config, lora.targetModules());
        if (saved.config().rank() != lora.r()
                || saved.config().scale() != lora.scale()
                || !saved.factors().keySet().containsAll(expected)
                || saved.factors().size() != expected.size()) {
            throw new IllegalArgumentException("the adapter in " + adapterFolder + " has r "
                    + saved.config().rank() + ", scale " + saved.config().scale() + " and modules "
                    + saved.config().targets() + "; the run needs " + lora);
        }
        return new TrainedModel(
                memory, config, settings, read(memory, folder, config, settings), saved.factors(), name(folder));
    }

    ModelConfig config() {
        return config;
    }

    /** The model's own weights, in the order of the layout. */
    List<NDArray> weights() {
        return weights;
    }

    /** The weights followed by the adapter's factors. */
    List<NDArray> all() {
        List<NDArray> all = new ArrayList<>(weights);
        all.addAll(adapter.matrices());
        return all;
    }

    /** Arguments of one pass; an adapter's dropout depends on seed, step and micro-batch alone. */
    List<NDArray> forStep(NDManager stepMemory, int stepsTaken, int microBatch) {
        long seed =
                new SplittableRandom(settings.seed() * 31 + stepsTaken).split().nextLong(MAX_SEED);
        return adapter.appendForTraining(stepMemory, weights, (seed + microBatch) % MAX_SEED);
    }

    /** Writes what is trained: a Hugging Face folder, or an adapter in peft's layout. */
    void write(Path folder, int stepsTaken) {
        if (settings.fineTuning() instanceof FineTuning.Lora lora) {
            AdapterConfig adapterConfig = new AdapterConfig(
                    lora.r(),
                    lora.alpha(),
                    lora.scaling(),
                    lora.dropout(),
                    new AdapterConfig.Targets.Named(TargetModules.names(config, lora.targetModules())),
                    baseName);
            AdapterFolder.write(folder, config, adapterConfig, factors);
        } else {
            ModelFolder.write(folder, config, weights, stepsTaken);
        }
    }

    private static List<NDArray> read(NDManager memory, Path folder, ModelConfig config, TrainingSettings settings) {
        return ModelFolder.readWeights(
                memory,
                folder,
                config,
                settings.compute(),
                weight -> TrainedWeights.isTrained(settings.fineTuning(), weight));
    }

    private static Map<Integer, Factors> initialFactors(
            NDManager memory, ModelConfig config, TrainingSettings settings) {
        return settings.fineTuning() instanceof FineTuning.Lora lora
                ? InitialAdapter.draw(memory, config, lora, settings.seed())
                : Map.of();
    }

    private static String name(Path folder) {
        return folder.getFileName() == null ? "" : folder.getFileName().toString();
    }
}
