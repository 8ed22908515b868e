package io.tiltmeter.evaluator.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Puts a suite's questions to a model, batch by batch; batches that an earlier attempt has kept are not asked again. */
public final class SuiteReader {
    private final BatchPolicy policy;
    private final Kept kept;
    private final Watcher watcher;

    /** @param watcher asked before every batch, told of items */
    public SuiteReader(BatchPolicy policy, Kept kept, Watcher watcher) {
        this.policy = policy;
        this.kept = kept;
        this.watcher = watcher;
    }

    /**
     * Reads all items.
     *
     * @param model gives the readings of one batch, in its order
     * @return one reading a question, in the order of the questions
     * @throws Abandoned if the watcher says to stop; what was kept stays kept
     */
    public <Q extends Question> List<ItemReading> read(List<Q> questions, Function<List<Q>, List<ItemReading>> model) {
        Map<String, ItemReading> known = new HashMap<>();
        kept.earlier().forEach(reading -> known.put(reading.itemId(), reading));
        int done = 0;
        for (List<Q> batch : policy.batches(questions)) {
            if (batch.stream().anyMatch(question -> !known.containsKey(question.itemId()))) {
                if (watcher.mustStop(done)) {
                    throw new Abandoned(done, questions.size(), "items");
                }
                List<ItemReading> readings = model.apply(batch);
                readings.forEach(reading -> known.put(reading.itemId(), reading));
                kept.keep(readings);
            }
            done += batch.size();
        }
        return questions.stream().map(question -> known.get(question.itemId())).toList();
    }
}
