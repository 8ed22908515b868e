package io.tiltmeter.benchmarks;

import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.training.FineTuning;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.languagemodel.training.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What one case of the Python program is compared with.
 *
 * @param name of the case in the Python program
 * @param ways start our variants; the folder holds the model of 4 million parameters
 */
record ModelComparison(String name, List<Function<Path, ModelWork>> ways) {

    /** 4 million parameters: width 256, 4 layers, 4 query and 2 key heads. */
    private static final ModelConfig SMALL =
            ModelConfig.llama(256, 688, 4, 4, 2, 64, 2048, 512, 1e-5, 10_000, false, 1, 2, 0);

    /** 44 million parameters: width 768, 6 layers, 12 query and 4 key heads. */
    private static final ModelConfig LARGE =
            ModelConfig.llama(768, 2048, 6, 12, 4, 64, 4096, 512, 1e-5, 10_000, false, 1, 2, 0);

    /** Scored in a round: five rounds score a thousand. */
    private static final int ITEMS = 200;

    ModelComparison {
        ways = List.copyOf(ways);
    }

    static List<ModelComparison> all() {
        return List.of(
                new ModelComparison(
                        "train-4m",
                        List.of(
                                training(SMALL, Precision.FLOAT32, 32, 128),
                                training(SMALL, Precision.BFLOAT16, 32, 128))),
                new ModelComparison(
                        "train-44m",
                        List.of(
                                training(LARGE, Precision.FLOAT32, 8, 256),
                                training(LARGE, Precision.BFLOAT16, 8, 256))),
                new ModelComparison("decode-4m", List.of(decoding(Precision.FLOAT32), decoding(Precision.BFLOAT16))),
                new ModelComparison(
                        "score-4m",
                        List.of(
                                scoring("one item at a time, float32", Precision.FLOAT32, 1),
                                scoring("batched, float32", Precision.FLOAT32, ITEMS),
                                scoring("batched, bfloat16", Precision.BFLOAT16, ITEMS))));
    }

    /** Reads one from the command line. */
    static final class ByName implements ITypeConverter<ModelComparison> {
        @Override
        public ModelComparison convert(String name) {
            return all().stream()
                    .filter(comparison -> comparison.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + all().stream().map(ModelComparison::name).toList() + " but was '" + name + "'"));
        }
    }

    /** Writes the model of 4 million parameters, its weights drawn. */
    static void saveSmall(Path folder) {
        TrainingSettings settings =
                new TrainingSettings(new FineTuning.Full(), new RunSettings.Optimizer(0.05, 0.9, 0.98, 1e-8, 1), 1);
        try (TrainingSession session = TrainingSession.fresh(SMALL, settings)) {
            session.saveModel(folder);
        }
    }

    private static Function<Path, ModelWork> training(ModelConfig config, Precision compute, int rows, int tokens) {
        return folder -> ModelWork.training(config, compute, rows, tokens);
    }

    private static Function<Path, ModelWork> decoding(Precision compute) {
        return folder -> ModelWork.decoding(compute.id(), LanguageModel.load(folder, compute), 32, 64, 64);
    }

    private static Function<Path, ModelWork> scoring(String name, Precision compute, int itemsAtOnce) {
        return folder -> ModelWork.scoring(name, LanguageModel.load(folder, compute), ITEMS, itemsAtOnce);
    }
}
