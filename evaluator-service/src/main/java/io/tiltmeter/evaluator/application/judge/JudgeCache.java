package io.tiltmeter.evaluator.application.judge;

import java.util.Optional;

/** Replies of judges, so that no question is asked and paid for twice. */
public interface JudgeCache {

    /** @param key {@link io.tiltmeter.evaluator.scorer.JudgeQuestion#key}, 64 hex digits */
    Optional<String> find(String key);

    /** Keeps a reply; what is kept under the key already may stay. */
    void keep(String key, String reply);
}
