package io.tiltmeter.contracts.outcome;

/**
 * What one checkpoint answered to one item, scored by {@code contains}: two independent flags, both or neither can
 * hold. An item without a context answer (or memory answer) has that flag false.
 *
 * @param itemId the item
 * @param clusterId its cluster
 * @param generated the generated text
 * @param contextAnswerFound whether the context answer, or an alias, stands in the generated text
 * @param memoryAnswerFound whether the memory answer, or an alias, stands in the generated text
 */
public record ItemOutcome(
        String itemId, String clusterId, String generated, boolean contextAnswerFound, boolean memoryAnswerFound) {
    /** Whether a standard suite counts this as right: either answer is, since they do not contradict each other. */
    public boolean correct() {
        return contextAnswerFound || memoryAnswerFound;
    }
}
