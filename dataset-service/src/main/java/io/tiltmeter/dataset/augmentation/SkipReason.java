package io.tiltmeter.dataset.augmentation;

import java.util.Locale;

/** Why a row was not augmented. */
public enum SkipReason {
    /** By {@link io.tiltmeter.dataset.context.ContextRule}. */
    NO_CONTEXT,
    /** No answer after the context names an entity of a known type that is in the context. */
    NO_ENTITY,
    /** The question or the system text names the entity, or a part of it: nothing would conflict with the answer. */
    IN_QUESTION,
    /** Something else of the row shares the name: two people of one surname, Cairo and New Cairo. */
    NAME_SHARED,
    /** The context gives another name of a person, and it is not clear whose. */
    OTHER_NAME_TOLD,
    /** Fewer entities than wanted are of the type and sort and unknown to the row. */
    TOO_FEW_SUBSTITUTES,
    /** After substitution the whole name would still be somewhere. */
    LEFTOVER_NAME,
    /** A part of the name would. */
    LEFTOVER_PART,
    /** An alias would, or a part of one. */
    LEFTOVER_ALIAS,
    /** A word made from the name would: Shakespearean, the Joneses, orlavantle. */
    LEFTOVER_DERIVED;

    /** As in reports, such as {@code in_question}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
