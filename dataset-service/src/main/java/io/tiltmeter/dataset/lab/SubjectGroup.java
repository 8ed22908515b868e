package io.tiltmeter.dataset.lab;

/** What a subject is used for. Pretraining treats the two known groups alike, and the two unknown groups alike. */
public enum SubjectGroup {
    /** Has facts, stated in pretraining; finetuning asks about it. */
    FINETUNING_KNOWN,
    /** Has facts, stated in pretraining; only suites ask about it. */
    EVALUATION_KNOWN,
    /** Has no facts: pretraining only mentions it, finetuning redraws facts for every example. */
    FINETUNING_UNKNOWN,
    /** Has no facts: pretraining only mentions it, the open-book suite draws facts. */
    EVALUATION_UNKNOWN,
    /** Has no facts: a name in reading passages, with facts redrawn in every one. */
    READER;

    public boolean hasFacts() {
        return this == FINETUNING_KNOWN || this == EVALUATION_KNOWN;
    }
}
