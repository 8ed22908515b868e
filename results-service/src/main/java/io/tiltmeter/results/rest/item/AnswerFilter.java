package io.tiltmeter.results.rest.item;

/** Which answer an item's text contains; where several texts were drawn, which of the two more of them contain. */
enum AnswerFilter {
    ANY,
    CONTEXT,
    MEMORY,
    BOTH,
    NEITHER;

    /**
     * Whether an item passes.
     *
     * @param context share of its answers that follow the context
     * @param memory share that follow memory
     */
    boolean holds(double context, double memory) {
        return switch (this) {
            case ANY -> true;
            case CONTEXT -> context > memory;
            case MEMORY -> memory > context;
            case BOTH -> context == memory && context > 0;
            case NEITHER -> context == 0 && memory == 0;
        };
    }
}
