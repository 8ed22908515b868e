package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.evaluation.Watcher.Abandoned;
import java.util.ArrayList;
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
     * The responses to items, of which those that are too long for the model are left out: the same ones at every checkpoint
     * of a run, since a prompt's length depends on the tokenizer alone.
     *
     * @param prompt of an item; throws {@link ItemTooLong} if the model has no room for it
     * @param model as for {@link #run(List, Function)}
     * @return one response an item, in the order of the items
     * @throws ItemTooLong if no item is left
     * @throws Abandoned as {@link #run(List, Function)}
     */
    public <P extends Prompt> List<ModelResponse> run(
            List<SuiteItem> items, Function<SuiteItem, P> prompt, Function<List<P>, List<ModelResponse>> model) {
        List<P> prompts = new ArrayList<>();
        ItemTooLong first = null;
        for (SuiteItem item : items) {
            try {
                prompts.add(prompt.apply(item));
            } catch (ItemTooLong e) {
                first = first == null ? e : first;
            }
        }
        if (first != null && prompts.isEmpty()) {
            throw first;
        }
        Map<String, ModelResponse> responses = new HashMap<>();
        run(prompts, model).forEach(response -> responses.put(response.itemId(), response));
        return items.stream()
                .map(item -> responses.getOrDefault(item.id(), ModelResponse.leftOut(item.id())))
                .toList();
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
