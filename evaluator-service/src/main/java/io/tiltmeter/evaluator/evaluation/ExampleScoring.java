package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.evaluator.evaluation.TargetEncoder.TargetPair;
import io.tiltmeter.evaluator.evaluation.Watcher.Abandoned;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.EncodedExample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loss of each example's answer under a model, with its context and without (Goyal et al., section 4; PAPER.md,
 * section 5). Which texts go through the model together depends on the examples alone, so that the same examples have
 * the same losses to the last bit, wherever the same engine computes with as many threads.
 */
public final class ExampleScoring {

    /** Texts x the longest of them: what inference puts into one batch. Never a setting, since it moves last bits. */
    private static final BatchPolicy BATCHES = new BatchPolicy(8192, Integer.MAX_VALUE);

    private ExampleScoring() {}

    /**
     * Measures all examples, in their order; one that cannot be scored says why.
     *
     * @param watcher called before every batch with the number of texts done: two for an example that has a context
     * @throws IllegalArgumentException if the template is unknown, or the vocabulary lacks special tokens of it
     * @throws Abandoned if the watcher says to stop
     */
    public static List<ExampleMeasurement> losses(
            AnsweringModel answering, String template, List<TrainingExample> examples, Watcher watcher) {
        TargetEncoder encoder = new TargetEncoder(
                answering.tokenizer(), template, answering.model().config());
        List<EncodedExample> texts = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (TrainingExample example : examples) {
            targets.add(target(encoder, example, texts));
        }
        double[] lossesNats = lossesNats(answering.model(), texts, watcher);
        return targets.stream().map(target -> target.measured(lossesNats)).toList();
    }

    private static Target target(TargetEncoder encoder, TrainingExample example, List<EncodedExample> texts) {
        TargetPair pair;
        try {
            pair = encoder.encode(example);
        } catch (IllegalArgumentException e) {
            return lossesNats -> ExampleMeasurement.unscored(example.id(), e.getMessage());
        }
        int with = texts.size();
        texts.add(pair.withContext());
        pair.withoutContext().ifPresent(texts::add);
        int without = texts.size() - 1;
        return lossesNats -> measured(example.id(), lossesNats[with], lossesNats[without], pair.tokens());
    }

    private static ExampleMeasurement measured(String id, double withNats, double withoutNats, int tokens) {
        return Double.isFinite(withNats) && Double.isFinite(withoutNats)
                ? ExampleMeasurement.scored(id, new ExampleLosses(withNats, withoutNats), tokens)
                : ExampleMeasurement.unscored(
                        id,
                        "the model gives it no finite loss: " + withNats + " with its context, " + withoutNats
                                + " without");
    }

    private static double[] lossesNats(LanguageModel model, List<EncodedExample> texts, Watcher watcher) {
        double[] lossesNats = new double[texts.size()];
        int done = 0;
        List<Integer> indexes = IntStream.range(0, texts.size()).boxed().toList();
        for (List<Integer> batch :
                BATCHES.batches(indexes, index -> 1, index -> texts.get(index).length())) {
            if (watcher.mustStop(done)) {
                throw new Abandoned(done, texts.size(), "texts");
            }
            List<Double> found = model.meanLosses(batch.stream().map(texts::get).toList());
            for (int i = 0; i < batch.size(); i++) {
                lossesNats[batch.get(i)] = found.get(i);
            }
            done += batch.size();
        }
        return lossesNats;
    }

    /** What becomes of an example once the losses of all texts are known. */
    private interface Target {
        ExampleMeasurement measured(double[] lossesNats);
    }
}
