package io.tiltmeter.languagemodel.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.torch.LlamaNetwork;
import io.tiltmeter.languagemodel.torch.ModelFolder;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Training by TorchScript: gradients micro-batch by micro-batch, one clipping, one fused optimizer step. */
final class TorchTrainingSession implements TrainingSession {

    private final NDManager memory;
    private final ModelConfig config;
    private final TrainingSettings settings;
    private final LlamaNetwork network;
    private final Optimizer optimizer;

    private TorchTrainingSession(
            NDManager memory, ModelConfig config, TrainingSettings settings, List<NDArray> weights) {
        this.memory = memory;
        this.config = config;
        this.settings = settings;
        this.network = new LlamaNetwork(memory, config, weights);
        this.optimizer = new Optimizer(memory, network, TrainedWeights.of(config, settings), settings);
    }

    static TorchTrainingSession fresh(ModelConfig config, TrainingSettings settings, Initialization initialization) {
        return opened(config, settings, memory -> FirstWeights.draw(memory, config, initialization, settings.seed()));
    }

    static TorchTrainingSession from(Path folder, TrainingSettings settings) {
        ModelConfig config = ModelConfig.read(folder);
        return opened(config, settings, memory -> ModelFolder.readWeights(memory, folder, config));
    }

    static TorchTrainingSession resume(Path folder, Path stateFolder, TrainingSettings settings) {
        Map<String, String> metadata = ModelFolder.metadata(folder);
        TorchTrainingSession session = from(folder, settings);
        try {
            new TrainingState(settings)
                    .read(stateFolder, session.optimizer, metadata.getOrDefault(ModelFolder.STEPS, ""));
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static TorchTrainingSession opened(
            ModelConfig config, TrainingSettings settings, Function<NDManager, List<NDArray>> weights) {
        TrainedWeights.of(config, settings); // refuses what is not supported before the engine starts
        NDManager memory = TorchEngine.newManager();
        try {
            return new TorchTrainingSession(memory, config, settings, weights.apply(memory));
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
        for (TokenBatch batch : microBatches) {
            int[][] labels = batch.labels();
            ScoredRows rows = ScoredRows.of(
                    config, batch.inputIds(), labels, (row, at) -> labels[row][at] != EncodedExample.IGNORED);
            lossTokens += rows.targets().length;
            tokens += batch.tokens();
            if (rows.targets().length > 0) {
                batches.add(rows);
            }
        }
        if (lossTokens == 0) {
            throw new IllegalArgumentException(
                    "no token of the batch is scored: are all responses cut off, or all labels "
                            + EncodedExample.IGNORED + "?");
        }
        try (NDManager stepMemory = memory.newSubManager()) {
            List<NDArray> gradients = List.of();
            double loss = 0;
            for (ScoredRows batch : batches) {
                List<NDArray> found = network.gradients(stepMemory, batch, optimizer.trained(), 1.0 / lossTokens);
                loss += found.get(0).getFloat();
                gradients = added(gradients, found.subList(1, found.size()));
            }
            double norm = optimizer.step(stepMemory, gradients, learningRate);
            return new StepResult(loss, norm, lossTokens, tokens);
        }
    }

    private List<NDArray> added(List<NDArray> sums, List<NDArray> gradients) {
        if (sums.isEmpty()) {
            return gradients;
        }
        network.accumulate(sums, gradients);
        gradients.forEach(NDArray::close);
        return sums;
    }

    /** Root of everything native that the session holds. */
    NDManager memory() {
        return memory;
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public int stepsTaken() {
        return optimizer.stepsTaken();
    }

    @Override
    public void saveModel(Path folder) {
        ModelFolder.write(folder, config, network.weights(), stepsTaken());
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
