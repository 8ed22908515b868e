package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.evaluator.evaluation.Watcher.Abandoned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs a suite's prompts through a model, batch by batch; batches that an earlier attempt has saved are not run again. */
public final class PromptRunner {
    private final BatchPolicy policy;
    private final SavedResponses saved;
    private final Watcher watcher;

    /** @param watcher called before every batch with the number of items done */
    public PromptRunner(BatchPolicy policy, SavedResponses saved, Watcher watcher) {
        this.policy = policy;
        this.saved = saved;
        this.watcher = watcher;
    }

    /**
     * The responses to all prompts.
     *
     * @param model gives the responses of one batch, in its order
     * @return one response a prompt, in the order of the prompts
     * @throws Abandoned if the watcher says to stop; what was saved stays
     */
    public <P extends Prompt> List<ModelResponse> run(List<P> prompts, Function<List<P>, List<ModelResponse>> model) {
        Map<String, ModelResponse> known = new HashMap<>();
        saved.earlier().forEach(response -> known.put(response.itemId(), response));
        int done = 0;
        for (List<P> batch : policy.batches(prompts)) {
            if (batch.stream().anyMatch(prompt -> !known.containsKey(prompt.itemId()))) {
                if (watcher.mustStop(done)) {
                    throw new Abandoned(done, prompts.size(), "items");
                }
                List<ModelResponse> responses = model.apply(batch);
                responses.forEach(response -> known.put(response.itemId(), response));
                saved.save(responses);
            }
            done += batch.size();
        }
        return prompts.stream().map(prompt -> known.get(prompt.itemId())).toList();
    }
}
