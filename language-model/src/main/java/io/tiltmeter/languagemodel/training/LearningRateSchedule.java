package io.tiltmeter.languagemodel.training;

import java.util.List;

/**
 * Learning rate by step, as the schedules of the same names in Hugging Face transformers 4.48 ({@code optimization.py});
 * as there, the first rate of a warm-up is 0.
 */
public sealed interface LearningRateSchedule {

    /** Names that {@link #named} knows. */
    List<String> NAMES = List.of("linear", "cosine", "constant", "constant_with_warmup", "cosine_with_min_lr");

    /** @param stepsTaken optimizer steps before this one, from 0 */
    double at(int stepsTaken);

    /** The same rate at every step. */
    record Constant(double learningRate) implements LearningRateSchedule {
        public Constant {
            requireRate(learningRate);
        }

        @Override
        public double at(int stepsTaken) {
            return learningRate;
        }
    }

    /** Rises linearly over the warm-up, then stays constant. */
    record ConstantWithWarmup(double learningRate, int warmupSteps) implements LearningRateSchedule {
        public ConstantWithWarmup {
            requireRate(learningRate);
            requireSteps(warmupSteps, Integer.MAX_VALUE);
        }

        @Override
        public double at(int stepsTaken) {
            return learningRate * warmup(stepsTaken, warmupSteps);
        }
    }

    /** Rises linearly over the warm-up, then falls linearly to 0 at the last step. */
    record Linear(double learningRate, int warmupSteps, int totalSteps) implements LearningRateSchedule {
        public Linear {
            requireRate(learningRate);
            requireSteps(warmupSteps, totalSteps);
        }

        @Override
        public double at(int stepsTaken) {
            if (stepsTaken < warmupSteps) {
                return learningRate * warmup(stepsTaken, warmupSteps);
            }
            return learningRate * Math.max(0, 1 - progress(stepsTaken, warmupSteps, totalSteps));
        }
    }

    /** Rises linearly over the warm-up, then falls to 0 over half a cosine. */
    record Cosine(double learningRate, int warmupSteps, int totalSteps) implements LearningRateSchedule {
        public Cosine {
            requireRate(learningRate);
            requireSteps(warmupSteps, totalSteps);
        }

        @Override
        public double at(int stepsTaken) {
            return new CosineWithMinimum(learningRate, warmupSteps, totalSteps, 0).at(stepsTaken);
        }
    }

    /**
     * As {@link Cosine}, down to a share of the peak.
     *
     * @param minLrRate that share, in [0, 1]
     */
    record CosineWithMinimum(double learningRate, int warmupSteps, int totalSteps, double minLrRate)
            implements LearningRateSchedule {
        public CosineWithMinimum {
            requireRate(learningRate);
            requireSteps(warmupSteps, totalSteps);
            if (!(minLrRate >= 0 && minLrRate <= 1)) {
                throw new IllegalArgumentException("minLrRate " + minLrRate + " is outside [0, 1]");
            }
        }

        @Override
        public double at(int stepsTaken) {
            if (stepsTaken < warmupSteps) {
                return learningRate * warmup(stepsTaken, warmupSteps);
            }
            double fall = 0.5 * (1 + Math.cos(Math.PI * progress(stepsTaken, warmupSteps, totalSteps)));
            return learningRate * Math.max(0, fall * (1 - minLrRate) + minLrRate);
        }
    }

    /**
     * The schedule with a Hugging Face name; parameters that it does not use are not checked.
     *
     * @param name of {@code lr_scheduler_type}
     * @param minLrRate for cosine_with_min_lr
     * @throws IllegalArgumentException for an unknown name, listing the known ones
     */
    static LearningRateSchedule named(
            String name, double learningRate, int warmupSteps, int totalSteps, double minLrRate) {
        return switch (name) {
            case "linear" -> new Linear(learningRate, warmupSteps, totalSteps);
            case "cosine" -> new Cosine(learningRate, warmupSteps, totalSteps);
            case "constant" -> new Constant(learningRate);
            case "constant_with_warmup" -> new ConstantWithWarmup(learningRate, warmupSteps);
            case "cosine_with_min_lr" -> new CosineWithMinimum(learningRate, warmupSteps, totalSteps, minLrRate);
            default ->
                throw new IllegalArgumentException(
                        "lr_scheduler_type '" + name + "' is unknown; known: " + String.join(", ", NAMES));
        };
    }

    /** Warm-up steps of a ratio, rounded up as Hugging Face does. */
    static int warmupSteps(double warmupRatio, int totalSteps) {
        if (!(warmupRatio >= 0 && warmupRatio <= 1)) {
            throw new IllegalArgumentException("warmup_ratio " + warmupRatio + " is outside [0, 1]");
        }
        return (int) Math.ceil(totalSteps * warmupRatio);
    }

    private static double warmup(int stepsTaken, int warmupSteps) {
        return stepsTaken < warmupSteps ? (double) stepsTaken / warmupSteps : 1;
    }

    private static double progress(int stepsTaken, int warmupSteps, int totalSteps) {
        return (double) (stepsTaken - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
    }

    private static void requireRate(double learningRate) {
        if (!(learningRate >= 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException(
                    "learningRate " + learningRate + " is not a finite number of at least 0");
        }
    }

    private static void requireSteps(int warmupSteps, int totalSteps) {
        if (warmupSteps < 0 || totalSteps < 1 || warmupSteps > totalSteps) {
            throw new IllegalArgumentException("warmupSteps " + warmupSteps + " is outside [0, totalSteps " + totalSteps
                    + "], or totalSteps is below 1");
        }
    }
}
