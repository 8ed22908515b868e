package io.tiltmeter.evaluator.evaluation;

/** An item for which a model has too few positions. Its message names the item, its length and the limit. */
public final class ItemTooLong extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param what the length and the limit, without the item */
    public ItemTooLong(String itemId, String what) {
        super("item " + itemId + " " + what);
    }
}
