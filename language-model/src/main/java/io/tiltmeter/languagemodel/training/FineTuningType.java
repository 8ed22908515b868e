package io.tiltmeter.languagemodel.training;

/** Which parameters a training session moves. */
public enum FineTuningType {
    /** All of them. */
    FULL,
    /** The query and key projections of every layer. */
    QK_ONLY,
    /** Low-rank adapters. */
    LORA
}
