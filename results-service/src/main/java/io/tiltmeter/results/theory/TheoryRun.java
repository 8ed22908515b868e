package io.tiltmeter.results.theory;

import io.tiltmeter.contracts.request.TheoryRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Finetunes the one-layer model and measures it. */
public final class TheoryRun {
    private final TheoryRequest request;
    private final TheoryWorld world;
    private final OneLayerModel model;
    private Optional<Integer> handOverStep = Optional.empty();

    private TheoryRun(TheoryRequest request) {
        this.request = request;
        world = new TheoryWorld(request);
        model = new OneLayerModel(world, request.relationPenalty());
    }

    /** Runs all steps; the same request has the same result to the last bit. */
    public static TheoryResult of(TheoryRequest request) {
        TheoryRun run = new TheoryRun(request);
        List<TheoryPoint> points = run.points();
        return TheoryResult.of(request, run.world, points, run.handOverStep);
    }

    /**
     * How much work a run is: outputs that are computed, over all steps and inputs.
     *
     * @param tokens K
     * @param examples that are trained on
     * @param measured tests and held-out examples
     * @param points that are reported; each, and those of the summary, with the norm of what W_V has learned
     */
    public static long outputs(long tokens, long examples, long steps, long measured, long points) {
        return tokens * (steps * examples + (points + LoggedSteps.OF_SUMMARY) * (measured + 2 * examples));
    }

    private List<TheoryPoint> points() {
        NavigableSet<Integer> measured = LoggedSteps.measured(request);
        List<TheoryPoint> points = new ArrayList<>();
        for (int step = 0; step <= request.steps(); step++) {
            List<TheoryGradient> gradients =
                    world.training().stream().map(model::gradient).toList();
            if (handOverStep.isEmpty() && contextGradient(gradients) < 0) {
                handOverStep = Optional.of(step);
            }
            if (measured.contains(step)) {
                points.add(point(step, gradients));
            }
            model.step(world.training(), gradients, request.etaK(), request.etaV());
        }
        return points;
    }

    private double contextGradient(List<TheoryGradient> gradients) {
        double sum = 0;
        for (int n = 0; n < gradients.size(); n++) {
            sum += gradients.get(n).towardsContexts(world.training().get(n));
        }
        return sum;
    }

    private TheoryPoint point(int step, List<TheoryGradient> gradients) {
        OptionalDouble heldOut =
                mean(world.heldOut(), example -> model.gradient(example).loss());
        return new TheoryPoint(
                step,
                mean(world.tests(), test -> model.gradient(test).contextShare(test))
                        .orElseThrow(),
                mean(world.tests(), test -> model.gradient(test).attention()[0]).orElseThrow(),
                heldOut.isPresent() ? Optional.of(heldOut.getAsDouble()) : Optional.empty(),
                model.valueChange(),
                classes(gradients));
    }

    private static OptionalDouble mean(List<TheoryExample> examples, ToDoubleFunction<TheoryExample> measure) {
        return examples.stream().mapToDouble(measure).average();
    }

    private List<TheoryPoint.OfClass> classes(List<TheoryGradient> gradients) {
        List<TheoryPoint.OfClass> classes = new ArrayList<>();
        for (TheoryClass exampleClass : TheoryClass.values()) {
            int count = 0;
            double loss = 0;
            double gradient = 0;
            for (int n = 0; n < gradients.size(); n++) {
                TheoryExample example = world.training().get(n);
                if (example.exampleClass() == exampleClass) {
                    count++;
                    loss += gradients.get(n).loss();
                    gradient += gradients.get(n).towardsContexts(example);
                }
            }
            if (count > 0) {
                classes.add(new TheoryPoint.OfClass(
                        exampleClass, loss / count, gradient / count, gradient / gradients.size()));
            }
        }
        return classes;
    }
}
