package io.tiltmeter.dataset.lab;

/** What a subject is used for. Pretraining treats the two known groups alike, and the two unknown groups alike. */
public enum SubjectGroup {
    /** Has facts, told in pretraining; finetuning asks about it. */
    FINETUNING_KNOWN(25),
    /** Has facts, told in pretraining; only suites ask about it. */
    EVALUATION_KNOWN(25),
    /** Has no facts: pretraining only mentions it, finetuning redraws facts for every example. */
    FINETUNING_UNKNOWN(25),
    /** Has no facts: pretraining only mentions it, the open-book suite draws facts. */
    EVALUATION_UNKNOWN(25),
    /** Has no facts: a name in reading passages, with facts redrawn in every one. */
    READER(60);

    private final int subjectsOfEachType;

    SubjectGroup(int subjectsOfEachType) {
        this.subjectsOfEachType = subjectsOfEachType;
    }

    public int subjectsOfEachType() {
        return subjectsOfEachType;
    }

    public boolean hasFacts() {
        return this == FINETUNING_KNOWN || this == EVALUATION_KNOWN;
    }
}
