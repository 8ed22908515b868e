package io.tiltmeter.languagemodel.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.DecoderNetwork;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Training by TorchScript: gradients of each micro-batch, then clipping and one fused optimizer step. */
final class TorchTrainingSession implements TrainingSession {

    private final NDManager memory;
    private final TrainingSettings settings;
    private final TrainedModel model;
    private final DecoderNetwork network;
    private final Optimizer optimizer;
    private final ActivationLimits limits;

    private TorchTrainingSession(NDManager memory, TrainingSettings settings, TrainedModel model) {
        this.memory = memory;
        this.settings = settings;
        this.model = model;
        this.network = new DecoderNetwork(memory, model.config(), settings.compute());
        this.optimizer = new Optimizer(
                memory, network, model.all(), TrainedWeights.of(model.config(), settings.fineTuning()), settings);
        this.limits = ActivationLimits.of(model.config(), network, settings.activations());
    }

    static TorchTrainingSession fresh(ModelConfig config, TrainingSettings settings, Initialization initialization) {
        return opened(config, settings, memory -> TrainedModel.fresh(memory, config, settings, initialization));
    }

    static TorchTrainingSession from(Path folder, TrainingSettings settings) {
        ModelConfig config = ModelConfig.read(folder);
        return opened(config, settings, memory -> TrainedModel.from(memory, folder, config, settings));
    }

    static TorchTrainingSession resume(Path folder, Path stateFolder, TrainingSettings settings) {
        if (settings.fineTuning() instanceof FineTuning.Lora) {
            throw new IllegalArgumentException("a saved adapter is resumed on its base model: use resumeAdapter");
        }
        return resumed(
                from(folder, settings),
                stateFolder,
                ModelFolder.metadata(folder).getOrDefault(ModelFolder.STEPS, ""));
    }

    static TorchTrainingSession resumeAdapter(
            Path baseFolder, Path adapterFolder, Path stateFolder, TrainingSettings settings) {
        ModelConfig config = ModelConfig.read(baseFolder);
        TorchTrainingSession session = opened(
                config,
                settings,
                memory -> TrainedModel.withAdapter(memory, baseFolder, config, adapterFolder, settings));
        return resumed(session, stateFolder, "");
    }

    private static TorchTrainingSession resumed(TorchTrainingSession session, Path stateFolder, String stepsOfModel) {
        try {
            new TrainingState(session.settings).read(stateFolder, session.optimizer, stepsOfModel);
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static TorchTrainingSession opened(
            ModelConfig config, TrainingSettings settings, Function<NDManager, TrainedModel> model) {
        TrainedWeights.of(config, settings.fineTuning()); // checks module names before the engine starts
        NDManager memory = TorchEngine.newManager();
        try {
            return new TorchTrainingSession(memory, settings, model.apply(memory));
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public StepResult step(List<TokenBatch> microBatches, double learningRate) {
        if (!(learningRate >= 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException(
                    "learningRate " + learningRate + " is not a finite number of at least 0");
        }
        List<ScoredRows> batches = new ArrayList<>();
        int lossTokens = 0;
        int tokens = 0;
        for (TokenBatch part : parts(microBatches)) {
            ScoredRows rows = ScoredRows.of(config(), part.inputIds(), part.segments(), part.labels(), part::isScored);
            lossTokens += rows.targets().length;
            tokens += part.tokens();
            if (rows.targets().length > 0) {
                batches.add(rows);
            }
        }
        if (lossTokens == 0) {
            throw new IllegalArgumentException(
                    "no token of the batch is scored: are all responses cut off, or all labels ignored?");
        }
        try (NDManager stepMemory = memory.newSubManager()) {
            List<NDArray> gradients = List.of();
            double loss = 0;
            for (int at = 0; at < batches.size(); at++) {
                List<NDArray> found = network.gradients(
                        stepMemory,
                        model.forStep(stepMemory, stepsTaken(), at),
                        optimizer.trained(),
                        batches.get(at),
                        1.0 / lossTokens,
                        settings.activations());
                loss += found.get(0).getFloat();
                gradients = added(gradients, found.subList(1, found.size()));
            }
            double norm = optimizer.step(stepMemory, gradients, learningRate);
            return new StepResult(loss, norm, lossTokens, tokens);
        }
    }

    private List<TokenBatch> parts(List<TokenBatch> microBatches) {
        return microBatches.stream()
                .flatMap(batch -> limits.parts(batch).stream())
                .toList();
    }

    private List<NDArray> added(List<NDArray> sums, List<NDArray> gradients) {
        if (sums.isEmpty()) {
            return gradients;
        }
        network.accumulate(sums, gradients);
        gradients.forEach(NDArray::close);
        return sums;
    }

    /** Root of the session's native memory. */
    NDManager memory() {
        return memory;
    }

    @Override
    public ModelConfig config() {
        return model.config();
    }

    @Override
    public int stepsTaken() {
        return optimizer.stepsTaken();
    }

    @Override
    public void saveModel(Path folder) {
        model.write(folder, stepsTaken());
    }

    @Override
    public void saveTrainingState(Path folder) {
        new TrainingState(settings).write(folder, optimizer);
    }

    @Override
    public void close() {
        memory.close();
    }
}
