package io.tiltmeter.trainer.finetuning;

/** The loss or the gradient is no longer a finite number. Another attempt at the same request would end the same way. */
public final class TrainingDiverged extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TrainingDiverged(StepRecord step) {
        super("training diverged at step " + step.step() + ": loss " + step.lossNats() + ", gradient norm "
                + step.gradientNorm() + " at learning rate " + step.learningRate()
                + "; lower learning_rate, warm up longer or lower max_grad_norm");
    }
}
