package io.tiltmeter.evaluator.scorer;

import java.util.Optional;

/** Replies of judges, so that no prompt is sent and paid for twice. */
public interface JudgeCache {

    /** @param key {@link JudgePrompt#key}, 64 hex digits */
    Optional<String> reply(String key);

    /** Keeps a reply; what is kept under the key already may stay. */
    void keep(String key, String reply);
}
