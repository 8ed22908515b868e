package io.tiltmeter.trainer.persistence;

import io.tiltmeter.trainer.finetuning.StepRecord;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** The loss of one step of a run; see {@link StepRecord}. */
@Entity(name = "Loss")
@Table(name = "loss")
@IdClass(StepKey.class)
public class LossEntity {
    @Id
    String runId;

    @Id
    int step;

    double lossNats;
    double learningRate;
    double gradientNorm;
    int tokens;

    StepRecord toRecord() {
        return new StepRecord(step, lossNats, learningRate, gradientNorm, tokens);
    }
}
