package io.tiltmeter.evaluator.evaluation;

import java.util.List;

/** Saves the responses of a suite while it is evaluated, so that another attempt continues where this one ended. */
public interface SavedResponses {
    /** What earlier attempts saved, in any order. */
    List<ModelResponse> earlier();

    /** Saves the responses of one batch; they may be committed together with those of the next. */
    void save(List<ModelResponse> batch);

    /** Saves nothing: for evaluations outside a service. */
    static SavedResponses none() {
        return new SavedResponses() {
            @Override
            public List<ModelResponse> earlier() {
                return List.of();
            }

            @Override
            public void save(List<ModelResponse> batch) {}
        };
    }
}
